#include "scene.hpp"

#include <stdexcept>

namespace frontdoor::triage::testing {

namespace {

std::optional<uuid> named_other(const command& command) {
  if (const auto* link = get_if<link_incident>(&command)) return link->other;
  if (const auto* link = get_if<unlink_incident>(&command)) return link->other;
  return std::nullopt;
}

decision kept(std::expected<decision, refusal> made) {
  if (made) return *std::move(made);
  std::string all = "refused: " + made.error().code;
  for (const auto& one : made.error().faults)
    all += "; " + one.pointer + " " + one.code;
  throw std::logic_error(all);
}

} // namespace

std::expected<decision, refusal> scene::decided(const std::optional<incident>& state, const command& command) {
  std::vector<incident> others;
  auto next = named_other(command);
  const bool named = next.has_value();
  if (!named && state && state->joined) next = state->joined->other;
  while (next && states_.contains(*next)) {
    others.push_back(states_.at(*next));
    next = named || !others.back().joined ? std::nullopt : std::optional(others.back().joined->other);
  }
  const context context{
      now_,
      [this] { return id(next_id_++); },
      who_,
      test_policy(),
      [] { return document(nlohmann::json{{"open_by_grade", {{"1", 2}}}}); },
      nullptr,
      others
  };
  auto made = decide(state, command, context);
  if (!made) return made;
  if (made->incident) states_.insert_or_assign(made->incident->id, *made->incident);
  for (const auto& one : made->others)
    states_.insert_or_assign(one.id, one);
  events_.insert(events_.end(), made->events.begin(), made->events.end());
  return made;
}

uuid scene::opened_with(const nlohmann::json& facts) {
  auto contact = contact_with(facts, contacts_++);
  contact.received_at = now_;
  return kept(decided(std::nullopt, take_contact{contact, {}, {}, {}})).incident->id;
}

std::expected<decision, refusal> scene::when(const uuid& incident, const command& command) {
  return decided(states_.at(incident), command);
}

decision scene::must(const uuid& incident, const command& command) {
  return kept(when(incident, command));
}

decision scene::contact_on(const uuid& incident, const nlohmann::json& facts) {
  auto contact = contact_with(facts, contacts_++);
  contact.received_at = now_;
  return must(incident, take_contact{contact, incident, {}, {}});
}

decision scene::join(const uuid& duplicate, const uuid& survivor) {
  return must(
      duplicate,
      link_incident{link_kind::duplicate, survivor, "The same thing seen by two", states_.at(duplicate).version}
  );
}

decision scene::undo(const uuid& incident, const uuid& other) {
  return must(incident, unlink_incident{other, "They were two things", states_.at(incident).version});
}

incident scene::replayed(const uuid& id) const {
  incident state;
  for (const auto& one : events_) {
    if (head_of(one).stream == id) state = triage::apply(std::move(state), one);
  }
  return state;
}

incident apart_from_history(incident state) {
  state.version = 0;
  state.updated_at = {};
  state.dispatch.reset();
  state.superseded_dispatches.clear();
  for (auto& one : state.tasks)
    one.generation = 0;
  return state;
}

} // namespace frontdoor::triage::testing
