#include "triage/crime/rules.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace frontdoor::triage::crime {

namespace {

constexpr std::size_t victims_max = 50; // beyond these a person counts

// The rules of a table that count: of one with a single result the first, of a list all.
std::vector<std::size_t> hits(const compiled_table& table, rule_mask matched) {
  std::vector<std::size_t> out;
  for (; matched != 0; matched &= matched - 1) {
    out.push_back(static_cast<std::size_t>(std::countr_zero(matched)));
    if (table.result == result_kind::first) break;
  }
  return out;
}

std::string text_at(const compiled_tables& tables, const compiled_table& table, std::size_t rule, std::size_t output) {
  const auto result = table.rules[rule].results[output];
  if (result == no_value) return {};
  return tables.slot(table.outputs[output].slot).values[static_cast<std::size_t>(result - 1)];
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

struct evaluation {
  std::array<std::int32_t, slots_max> slots{};
  std::array<rule_mask, tables_max> matched{};
};

evaluation evaluate(const compiled_tables& tables, const fact_set& facts) {
  evaluation now;
  std::copy_n(facts.codes(), facts.size(), now.slots.data());
  for (std::size_t i = facts.size(); i < tables.slot_count(); ++i)
    now.slots[i] = code_without_value(tables.slot(i).type);
  tables.evaluate(now.slots.data(), now.matched.data());
  return now;
}

std::vector<alleged_offence> alleged(const rules& rules, const evaluation& now) {
  std::vector<alleged_offence> out;
  for (const auto index : rules.listing) {
    const auto& table = rules.offences[index];
    for (const auto rule : hits(table, now.matched[index])) {
      const auto part_word = text_at(rules.offences, table, rule, 1);
      if (part_word == "nothing") continue;
      alleged_offence one;
      one.code = text_at(rules.offences, table, rule, 0);
      if (part_word == "incidental") one.part = part::incidental;
      if (part_word == "suspected") one.part = part::suspected;
      one.rule = table.rules[rule].id;
      one.why = table.rules[rule].why;
      one.alternatives = words_of(text_at(rules.offences, table, rule, 2));
      out.push_back(std::move(one));
    }
  }
  return out;
}

// Two boys robbed together are two robberies: what is counted by victim is alleged of each.
void add_victims(std::vector<alleged_offence>& offences, const code_table& table, std::size_t victims) {
  const auto told = offences.size();
  for (std::size_t victim = 2; victim <= std::min(victims, victims_max); ++victim) {
    for (std::size_t i = 0; i < told; ++i) {
      const auto place = table.find(offences[i].code);
      if (!place || !counted_by_victim(table.codes[*place].kind)) continue;
      auto again = offences[i];
      again.victim = std::to_string(victim);
      offences.push_back(std::move(again));
    }
  }
}

std::size_t victims_told(const vocabulary& vocabulary, const fact_set& facts) {
  const auto fact = vocabulary.find("victims_count");
  if (!fact || !facts.known(*fact) || facts.code(*fact) < 1) return 1;
  return static_cast<std::size_t>(facts.code(*fact));
}

void decide_recording(proposal& one, recording wanted, const std::string& why, const code_table& table) {
  one.reason = why;
  const auto place = table.find(one.principal);
  if (one.recording == recording::national && wanted != recording::other_force) {
    one.reason = one.offences.front().why;
    return;
  }
  // A reported incident of rape is of the sexual offence alone; anything else told with it is crime-related.
  const bool sexual = place && table.codes[*place].kind == kind::sexual;
  if (wanted == recording::n100 && !sexual) wanted = recording::crime_related;
  const bool only_suspected = one.offences.front().part == part::suspected;
  if (wanted == recording::record && only_suspected) {
    wanted = recording::crime_related;
    one.reason = one.offences.front().why;
  }
  one.recording = wanted;
}

} // namespace

std::vector<proposal> propose(const rules& rules, const vocabulary& vocabulary, const fact_set& facts) {
  const auto now = evaluate(rules.offences, facts);
  const auto& deciding = rules.offences[rules.recording];
  const auto decided = hits(deciding, now.matched[rules.recording]);
  if (decided.empty()) return {};
  const auto wanted = parse_recording(text_at(rules.offences, deciding, decided.front(), 0));
  if (!wanted) return {};
  auto offences = alleged(rules, now);
  add_victims(offences, rules.table, victims_told(vocabulary, facts));
  auto out = group_offences(rules.table, offences);
  for (auto& one : out)
    decide_recording(one, *wanted, deciding.rules[decided.front()].why, rules.table);
  return out;
}

std::string crime_number(const std::string& format, int year, std::uint64_t n) {
  std::string out;
  for (std::size_t i = 0; i < format.size();) {
    const auto run = std::min(format.find_first_not_of(format[i], i), format.size()) - i;
    if (format[i] == 'N') {
      const auto digits = std::to_string(n);
      if (digits.size() < run) out.append(run - digits.size(), '0');
      out += digits;
    } else if (format[i] == 'Y' && (run == 4 || run == 2)) {
      const auto digits = std::to_string(year);
      out += run == 4 ? digits : digits.substr(digits.size() - 2);
    } else {
      out.append(run, format[i]);
    }
    i += run;
  }
  return out;
}

} // namespace frontdoor::triage::crime
