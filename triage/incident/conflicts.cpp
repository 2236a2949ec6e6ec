#include "triage/incident/conflicts.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/likeness.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// Letters in small, one space between words: "Ada  FIELDING" and "ada fielding" are one name.
std::string plain_name(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

std::optional<int> number_at(const std::string& text, std::size_t from, std::size_t count) {
  int out = 0;
  const auto* end = text.data() + from + count;
  const auto read = std::from_chars(text.data() + from, end, out);
  return read.ec == std::errc() && read.ptr == end ? std::optional(out) : std::nullopt;
}

// A whole date only: a part of one contradicts nothing.
std::optional<std::chrono::sys_days> date_of(const std::string& text) {
  constexpr std::size_t whole = 10; // 1987-04-23
  if (text.size() != whole || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_at(text, 0, 4);
  const auto month = number_at(text, 5, 2);
  const auto day = number_at(text, 8, 2);
  if (!year || !month || !day || *month < 1 || *day < 1) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day))
  };
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::optional<told_point> point_of(const location& place) {
  if (!place.lat || !place.lon) return std::nullopt;
  return told_point{*place.lat, *place.lon, place.radius_m};
}

std::optional<told_birth> birth_of(const subject& one) {
  if (!one.name || !one.date_of_birth || !date_of(*one.date_of_birth)) return std::nullopt;
  auto name = plain_name(*one.name);
  if (name.empty()) return std::nullopt;
  return told_birth{std::move(name), *one.date_of_birth};
}

// How far off each point may be counts for their being the same place.
bool far_apart(const told_point& a, const told_point& b, std::uint32_t metres) {
  const auto apart = metres_between(a.lat, a.lon, b.lat, b.lon) - a.radius_m.value_or(0) - b.radius_m.value_or(0);
  return apart > metres;
}

bool place_conflicts(const conflict_rules& rules, const incident_personal& known, const contact& contact) {
  const auto told = point_of(contact.location);
  if (rules.places_apart_m == 0 || !told || known.places.empty()) return false;
  return std::ranges::all_of(known.places, [&](const told_point& one) {
    return far_apart(one, *told, rules.places_apart_m);
  });
}

bool cannot_be_one(const told_birth& a, const told_birth& b, std::uint32_t days) {
  if (a.name != b.name) return false;
  const auto one = date_of(a.born);
  const auto other = date_of(b.born);
  return one && other && std::chrono::abs(*one - *other).count() >= static_cast<std::int64_t>(days);
}

bool person_conflicts(const conflict_rules& rules, const incident_personal& known, const contact& contact) {
  if (rules.births_apart_days == 0 || known.births.empty()) return false;
  return std::ranges::any_of(contact.subjects, [&](const subject& one) {
    const auto told = birth_of(one);
    return told && std::ranges::any_of(known.births, [&](const told_birth& earlier) {
             return cannot_be_one(earlier, *told, rules.births_apart_days);
           });
  });
}

} // namespace

void keep_for_comparison(const contact& contact, incident_personal& into) {
  if (const auto point = point_of(contact.location)) into.places.push_back(*point);
  for (const auto& one : contact.subjects) {
    auto birth = birth_of(one);
    if (birth && into.births.size() < told_max) into.births.push_back(*std::move(birth));
  }
}

document conflicts_with(const policy_pack& pack, const incident& state, const contact& contact) {
  if (!state.personal) return {};
  const auto& rules = pack.working.conflicts;
  const bool place = place_conflicts(rules, *state.personal, contact);
  const bool person = person_conflicts(rules, *state.personal, contact);
  if (!place && !person) return {};
  const auto facts = latest_facts(pack.facts, state.facts);
  json found = json::object();
  const auto raise = [&](const char* key, bool so) {
    const auto fact = so ? pack.facts.find(key) : std::nullopt;
    if (!fact || pack.facts[*fact].type != fact_type::boolean) return;
    constexpr std::int32_t code_of_true = 2;
    if (!facts.known(*fact) || facts.code(*fact) != code_of_true) found[key] = true;
  };
  raise(location_conflict_fact, place);
  raise(identity_conflict_fact, person);
  return found.empty() ? document() : document(std::move(found));
}

} // namespace frontdoor::triage
