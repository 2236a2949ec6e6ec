#include "triage/incident/linking_fold.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/fill_personal.hpp"

namespace frontdoor::triage {

namespace {

bool holds(const std::vector<uuid>& list, const uuid& id) {
  return std::ranges::find(list, id) != list.end();
}

void add_once(std::vector<uuid>& list, const uuid& id) {
  if (!holds(list, id)) list.push_back(id);
}

// Puts it in the place of the one with its id, or behind the others.
template <typename Value> void put(std::vector<Value>& list, const Value& one) {
  const auto known = std::ranges::find(list, one.id, &Value::id);
  if (known == list.end())
    list.push_back(one);
  else
    *known = one;
}

void put_tasks(incident& state, const std::vector<task>& tasks) {
  for (auto one : tasks) {
    one.generation = state.version;
    put(state.tasks, one);
  }
}

void add_statements(incident& state, const statements& said) {
  for (const auto& [fact, list] : said) {
    auto& into = state.facts[fact];
    // What was said last counts as the latest, whichever incident it was said to.
    for (const auto& one : list)
      into.insert(std::ranges::upper_bound(into, one.at, {}, &statement::at), one);
    const bool known = std::ranges::any_of(list, [](const statement& one) {
      return one.value.value() != "unknown" && one.value.value() != "withheld";
    });
    if (known) std::erase_if(state.set_aside, [&, &key = fact](const set_aside_fact& one) { return one.fact == key; });
  }
}

absorbed_incident& entry_of(incident& state, const incident_absorbed& e) {
  const auto known = std::ranges::find(state.absorbed, e.other, &absorbed_incident::other);
  if (known != state.absorbed.end()) return *known;
  return state.absorbed.emplace_back(absorbed_incident{e.other, e.head.actor, e.head.occurred_at, {}, {}});
}

void drop_link(std::vector<incident_link>& list, const uuid& other) {
  std::erase_if(list, [&](const incident_link& one) { return one.other == other; });
}

} // namespace

void fold(incident& state, const incident_linked& e) {
  const incident_link link{e.other, e.head.actor, e.head.occurred_at};
  if (e.kind == link_kind::related) {
    drop_link(state.related, e.other);
    state.related.push_back(link);
    return;
  }
  state.status = incident_status::linked;
  state.joined = link;
}

void fold(incident& state, const incident_absorbed& e) {
  auto& entry = entry_of(state, e);
  for (const auto& one : e.taken.contacts) {
    add_once(entry.sources, one.id);
    put(state.contacts, one);
  }
  for (const auto& one : e.taken.sources) {
    add_once(entry.sources, one.id);
    put(state.sources, one);
  }
  for (const auto& one : e.taken.tasks)
    add_once(entry.tasks, one.id);
  put_tasks(state, e.taken.tasks);
  add_statements(state, e.taken.said);
  if (e.clock_from) state.clock_from = *e.clock_from;
  if (e.grade) {
    state.grade = e.grade;
    state.grade_state = e.confirmed ? grade_state::confirmed : grade_state::proposed;
  }
  if (e.pathway) state.pathway = e.pathway;
  fill(state.district, e.district);
  for (const auto& flag : e.flags) {
    if (std::ranges::find(state.flags, flag) == state.flags.end()) state.flags.push_back(flag);
  }
  fill_personal(state, e.personal);
}

void fold(incident& state, const link_undone& e) {
  if (e.kind == link_kind::related) return drop_link(state.related, e.other);
  state.status = incident_status::open;
  state.joined.reset();
  for (const auto& one : e.returned.contacts)
    put(state.contacts, one);
  for (const auto& one : e.returned.sources)
    put(state.sources, one);
  state.facts = e.returned.said;
  put_tasks(state, e.returned.tasks);
}

void fold(incident& state, const incident_released& e) {
  const auto entry = std::ranges::find(state.absorbed, e.other, &absorbed_incident::other);
  if (entry == state.absorbed.end()) return;
  const auto gone = std::move(*entry);
  state.absorbed.erase(entry);
  std::erase_if(state.contacts, [&](const contact_link& one) { return holds(gone.sources, one.id); });
  std::erase_if(state.sources, [&](const other_source& one) { return holds(gone.sources, one.id); });
  std::erase_if(state.entries, [&](const fact_entry& one) { return holds(gone.sources, one.source); });
  for (auto& [fact, list] : state.facts)
    std::erase_if(list, [&](const statement& one) { return holds(gone.sources, one.source); });
  std::erase_if(state.facts, [](const auto& one) { return one.second.empty(); });
  std::erase_if(state.tasks, [&](const task& one) { return holds(gone.tasks, one.id); });
}

void fold(incident& state, const major_incident_changed& e) {
  state.major = e.major;
}

} // namespace frontdoor::triage
