#include "triage/force/handover.hpp"

#include <algorithm>
#include <sstream>

#include "triage/contains.hpp"
#include "triage/incident/recording.hpp"
#include "triage/incident/refusing.hpp"

namespace frontdoor::triage::force {

namespace {

std::size_t words_in(const std::string& text) {
  std::istringstream words(text);
  std::string word;
  std::size_t out = 0;
  while (words >> word)
    ++out;
  return out;
}

bool may_go_in_bulk(const item_standing& one, const handover_rules& rules) {
  return !one.item.grade || !contains(rules.one_by_one_grades, *one.item.grade);
}

bool unaccepted(const item_standing& one) {
  return one.state == item_state::waiting || one.state == item_state::bounced;
}

handover_outcome accept_one(const handover& state, const uuid& id, const context& context) {
  const auto found = std::ranges::find_if(state.items, [&](const item_standing& one) { return one.item.id == id; });
  if (found == state.items.end())
    return std::unexpected(
        refusal{refusal_kind::not_found, "unknown_item", "The handover has no such item.", "Read the handover.", {}}
    );
  side_decision<handover_event> made;
  if (found->state == item_state::accepted) {
    if (found->accepted_by == context.actor.name) return made;
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "already_acknowledged",
        *found->accepted_by + " has accepted it.",
        "Nothing is left to do.",
        {}
    });
  }
  if (unaccepted(*found)) made.events.emplace_back(handover_accepted{head_of(state.id, context), {id}, false, {}});
  return made;
}

handover_outcome
accept_rest(const handover& state, const std::string& note, const handover_rules& rules, const context& context) {
  if (words_in(note) < rules.note_words_min)
    return std::unexpected(invalid(
        "/note", "note_missing", "Accepting the others in bulk needs a note of your own.",
        "Write at least " + std::to_string(rules.note_words_min) + " words on what you have looked at."
    ));
  handover_accepted e{head_of(state.id, context), {}, true, sealed_words{note}};
  for (const auto& one : state.items) {
    if (unaccepted(one) && may_go_in_bulk(one, rules)) e.items.push_back(one.item.id);
  }
  side_decision<handover_event> made;
  if (!e.items.empty()) made.events.emplace_back(std::move(e));
  return made;
}

} // namespace

bool handover::waits() const {
  return std::ranges::any_of(items, [](const item_standing& one) { return one.state == item_state::waiting; });
}

bool handover::open() const {
  return std::ranges::any_of(items, unaccepted);
}

std::vector<timer> timers(const handover& state) {
  if (!state.waits()) return {};
  return {{"accept", state.accept_by, state.version}};
}

std::vector<handover_item> items_of(const incident& state, const std::string& number, const handover_rules& rules) {
  std::vector<handover_item> out;
  if (state.status != incident_status::open) return out;
  handover_item one;
  one.incident = state.id;
  one.number = number;
  if (state.grade) one.grade = state.grade->grade;
  const bool by_grade = state.grade && contains(rules.grades, state.grade->grade);
  const bool by_flag =
      std::ranges::any_of(state.flags, [&](const std::string& flag) { return contains(rules.flags, flag); });
  if (by_grade || by_flag) {
    one.why = by_grade ? "grade" : "flag";
    out.push_back(one);
  }
  for (const auto& task : state.tasks) {
    if (task.state != task_state::open || !contains(rules.tasks, task.kind)) continue;
    auto item = one;
    item.why = "task";
    item.task = task.id;
    item.task_kind = task.kind;
    out.push_back(std::move(item));
  }
  return out;
}

handover_outcome start_handover(
    const uuid& id, const std::optional<std::string>& district, std::vector<handover_item> items,
    const handover_rules& rules, const context& context
) {
  if (auto no = check_person(context, "hand over")) return std::unexpected(*std::move(no));
  if (items.empty())
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "nothing_to_hand_over",
        "Nothing stands open that is handed over by name.",
        "Nothing is left to do.",
        {}
    });
  if (items.size() > handover_items_max)
    return std::unexpected(refusal{
        refusal_kind::conflict,
        "too_many_items",
        std::to_string(items.size()) + " items are more than one handover holds.",
        "Hand over district by district.",
        {}
    });
  for (auto& one : items)
    one.id = context.next_id();
  side_decision<handover_event> made;
  made.events.emplace_back(handover_started{
      head_of(id, context), district, std::move(items), context.now + rules.accept_within, rules.bounce_to
  });
  return made;
}

handover_outcome
accept(const handover& state, const accept_handover& command, const handover_rules& rules, const context& context) {
  if (auto no = check_person(context, "accept a handover")) return std::unexpected(*std::move(no));
  if (state.from == context.actor.name)
    return std::unexpected(refusal{
        refusal_kind::forbidden,
        "own_handover",
        "You handed this over yourself.",
        "Whoever comes on accepts it; what nobody accepts goes to the " + state.bounce_to + ".",
        {}
    });
  if (command.item) return accept_one(state, *command.item, context);
  if (command.note) return accept_rest(state, *command.note, rules, context);
  return std::unexpected(invalid(
      "/item", "nothing_said", "Neither an item nor a note for the others is given.", "Name one item, or write a note."
  ));
}

handover_outcome bounce(const handover& state, const std::vector<uuid>& still_owed, const context& context) {
  side_decision<handover_event> made;
  if (context.now < state.accept_by || !state.waits()) return made;
  handover_bounced e{head_of(state.id, context), {}, {}};
  for (const auto& one : state.items) {
    if (one.state != item_state::waiting) continue;
    const bool owed = std::ranges::find(still_owed, one.item.id) != still_owed.end();
    (owed ? e.items : e.lapsed).push_back(one.item.id);
  }
  made.events.emplace_back(std::move(e));
  return made;
}

} // namespace frontdoor::triage::force
