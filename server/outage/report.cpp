#include "server/outage/report.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <nlohmann/json.hpp>

namespace frontdoor::outage {

using nlohmann::json;

namespace {

// The running number at the end of a temporary one; 0 where it has none.
std::uint64_t running(const std::string& number) {
  const auto dash = number.rfind('-');
  std::uint64_t out = 0;
  if (dash != std::string::npos) std::from_chars(number.data() + dash + 1, number.data() + number.size(), out);
  return out;
}

json line(const journal::entry_head& entry) {
  json out{
      {"taken_at", triage::to_rfc3339(entry.taken_at)},
      {"temporary_number", nullptr},
      {"incident", nullptr},
      {"number", nullptr},
      {"fate", nullptr}
  };
  if (entry.number) out["temporary_number"] = *entry.number;
  if (!entry.outcome) return out;
  out["fate"] = journal::to_string(entry.outcome->fate);
  if (entry.outcome->incident) out["incident"] = entry.outcome->incident->to_string();
  if (!entry.outcome->number.empty()) out["number"] = entry.outcome->number;
  if (!entry.outcome->why.empty()) out["why"] = entry.outcome->why;
  return out;
}

// What is not there: numbers between those that were kept, and what could not be brought in.
json gaps_in(const std::vector<journal::entry_head>& entries) {
  json out = json::array();
  std::uint64_t last = 0;
  for (const auto& entry : entries) {
    if (entry.outcome && entry.outcome->fate == journal::fate::set_aside) out.push_back(line(entry));
    const auto number = entry.number ? running(*entry.number) : 0;
    if (number == 0) continue;
    if (last != 0 && number > last + 1) {
      out.push_back(
          {{"fate", "never_kept"},
           {"after", last},
           {"before", number},
           {"why", "Numbers that were drawn, but nothing was kept: nobody was told them."}}
      );
    }
    last = std::max(last, number);
  }
  return out;
}

json all_of(const std::vector<journal::entry_head>& entries, journal::fate fate) {
  json out = json::array();
  for (const auto& entry : entries) {
    if (entry.outcome && entry.outcome->fate == fate) out.push_back(line(entry));
  }
  return out;
}

} // namespace

std::vector<broken_promise>
broken_promises(const triage::incident& state, std::string_view number, triage::timestamp now) {
  std::vector<broken_promise> out;
  const auto add = [&](const char* what, triage::timestamp due, triage::timestamp kept) {
    if (kept > due) out.push_back({state.id, std::string(number), what, due, kept - due});
  };
  if (state.status != triage::incident_status::open) return out;
  if (state.dispatch && state.dispatch->state != triage::dispatch_state::stood_down)
    add("acknowledgement", state.dispatch->acknowledge_by, state.dispatch->acknowledged_at.value_or(now));
  if (state.grade && state.grade->allocate_by && state.units.empty()) add("allocation", *state.grade->allocate_by, now);
  if (state.grade && state.grade->arrive_by && state.units.empty()) add("arrival", *state.grade->arrive_by, now);
  std::ranges::sort(out, std::greater{}, &broken_promise::late);
  return out;
}

json write_report(const outage_facts& facts) {
  json promises = json::array();
  for (const auto& one : facts.promises) {
    promises.push_back(
        {{"incident", one.incident.to_string()},
         {"number", one.number},
         {"what", one.what},
         {"due_at", triage::to_rfc3339(one.due_at)},
         {"late_s", std::chrono::duration_cast<std::chrono::seconds>(one.late).count()}}
    );
  }
  json contacts = json::array();
  std::map<std::string, std::size_t> fates;
  for (const auto& entry : facts.entries) {
    if (entry.number) contacts.push_back(line(entry));
    ++fates[entry.outcome ? std::string(journal::to_string(entry.outcome->fate)) : "pending"];
  }
  json counts{{"entries", facts.entries.size()}, {"contacts", contacts.size()}};
  for (const auto fate :
       {journal::fate::brought_in, journal::fate::was_there, journal::fate::taken_twice, journal::fate::decided_again,
        journal::fate::set_aside})
    counts[std::string(journal::to_string(fate))] = fates[std::string(journal::to_string(fate))];
  return {
      {"id", facts.outage.id.to_string()},
      {"node", facts.node},
      {"began_at", triage::to_rfc3339(facts.outage.began_at)},
      {"ended_at", triage::to_rfc3339(facts.back_at)},
      {"counts", std::move(counts)},
      {"gaps", gaps_in(facts.entries)},
      {"doubles", all_of(facts.entries, journal::fate::taken_twice)},
      {"broken_promises", std::move(promises)},
      {"both_sides", all_of(facts.entries, journal::fate::decided_again)},
      {"contacts", std::move(contacts)}
  };
}

} // namespace frontdoor::outage
