#include "story.hpp"

#include "stored_row.hpp"

#include <stdexcept>
#include <utility>

namespace frontdoor::triage::testing {

timestamp nine_in_the_evening() {
  return *parse_rfc3339("2026-03-01T21:00:00Z");
}

uuid id(unsigned number) {
  uuid out;
  for (std::size_t i = 0; i < 4; ++i)
    out.bytes.at(15 - i) = static_cast<std::uint8_t>(number >> (8 * i));
  out.bytes[6] = 0x70;
  out.bytes[8] = 0x80;
  return out;
}

actor person(const std::string& name) {
  return {name, actor_kind::person, "call_handler"};
}
actor dispatcher(const std::string& name) {
  return {name, actor_kind::person, "dispatcher"};
}
actor supervisor(const std::string& name) {
  return {name, actor_kind::person, "supervisor"};
}
actor machine() {
  return {"system:timer", actor_kind::machine, "system"};
}
actor integrator() {
  return {"key:ambulance", actor_kind::integrator, "integrator"};
}

contact contact_with(const nlohmann::json& facts, unsigned number) {
  contact out;
  out.id = id(1000 + number);
  out.channel = channel::emergency_999;
  out.received_at = nine_in_the_evening();
  out.caller = {"+441615550100", "Ada Fielding", "victim"};
  out.location.text = "3 Comfrey Close, Oldham";
  out.location.district = "oldham";
  out.location.quality = "exact";
  out.narrative = "He is at the door.";
  if (!facts.empty()) out.facts = document(facts);
  return out;
}

std::expected<decision, refusal> story::when(const command& command) {
  const context context{
      now_, [this] { return id(next_id_++); }, who_, policy_,
      [] { return document(nlohmann::json{{"open_by_grade", {{"1", 2}}}}); }
  };
  auto made = decide(state_, command, context);
  if (made) {
    if (made->incident) state_ = made->incident;
    events_.insert(events_.end(), made->events.begin(), made->events.end());
  }
  return made;
}

decision story::must(const command& command) {
  auto made = when(command);
  if (made) return *std::move(made);
  std::string all = "refused: " + made.error().code;
  for (const auto& one : made.error().faults)
    all += "; " + one.pointer + " " + one.code;
  throw std::logic_error(all);
}

decision story::opened_with(const nlohmann::json& facts) {
  auto made = when(take_contact{contact_with(facts, contacts_++), std::nullopt, std::nullopt, std::nullopt});
  if (!made) throw std::logic_error("refused: " + made.error().code);
  return *std::move(made);
}

std::string types_of(const decision& made) {
  std::string out;
  for (const auto& one : made.events) {
    if (!out.empty()) out += ", ";
    out += type_of(one);
  }
  return out;
}

encoded_event stored(const event& e) {
  return stored_row(encode(e));
}

std::expected<incident, faults> from_snapshot_text(const snapshot& kept) {
  const auto body = nlohmann::json::parse(kept.body);
  if (!kept.personal) return from_snapshot(body, nullptr);
  const auto personal = nlohmann::json::parse(*kept.personal);
  return from_snapshot(body, &personal);
}

incident folded(const std::vector<event>& events) {
  incident state;
  for (const auto& one : events)
    state = triage::apply(std::move(state), one);
  return state;
}

} // namespace frontdoor::triage::testing
