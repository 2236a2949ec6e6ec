#include "triage/history/findings.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <nlohmann/json.hpp>

namespace frontdoor::triage::history {

namespace {

using nlohmann::json;
using std::chrono::days;
using std::chrono::hours;

bool of_person(const match& one) {
  return one.kind == key_kind::phone || one.kind == key_kind::person;
}
bool of_place(const match& one) {
  return one.kind == key_kind::property || one.kind == key_kind::address;
}
bool of_victim(const match& one) {
  return of_person(one) && one.role == "victim" && one.role_now == "victim";
}

void put_count(json& facts, const char* key, std::uint32_t value) {
  if (value > 0) facts[key] = value;
}

} // namespace

bool earlier_contact::identified() const {
  return std::ranges::any_of(why, [](const match& one) { return identifies(one.kind); });
}

std::vector<earlier_contact> gather(std::vector<match> matches) {
  std::map<uuid, earlier_contact> by_contact;
  for (auto& one : matches) {
    auto& into = by_contact[one.contact];
    into.contact = one.contact;
    into.incident = one.incident;
    into.at = one.at;
    into.channel = one.channel;
    const bool said = std::ranges::any_of(into.why, [&](const match& known) {
      return known.kind == one.kind && known.role == one.role && known.role_now == one.role_now;
    });
    if (!said) into.why.push_back(std::move(one));
  }
  std::vector<earlier_contact> out;
  out.reserve(by_contact.size());
  for (auto& [id, one] : by_contact) {
    std::ranges::sort(one.why, {}, &match::kind);
    out.push_back(std::move(one));
  }
  // Latest first; of the same moment, by id, so that the order is always the same.
  std::ranges::sort(out, [](const auto& a, const auto& b) {
    return std::tie(b.at, b.contact) < std::tie(a.at, a.contact);
  });
  return out;
}

counts
count(const std::vector<earlier_contact>& contacts, timestamp now, const std::function<bool(const match&)>& counted) {
  counts out;
  for (const auto& one : contacts) {
    const auto age = now - one.at;
    if (age >= window_longest || !std::ranges::any_of(one.why, counted)) continue;
    ++out.year;
    if (age < days(90)) ++out.ninety_days;
    if (age < days(28)) ++out.four_weeks;
    if (age < days(7)) ++out.week;
    if (age < hours(24)) ++out.day;
  }
  return out;
}

std::string_view to_string(marker_state value) {
  constexpr std::array<std::string_view, 4> codes{"current", "review_due", "expired", "not_yet"};
  return codes.at(static_cast<std::size_t>(value));
}

marker_state state_of(const marker& value, timestamp now) {
  if (now < value.valid_from) return marker_state::not_yet;
  if (value.valid_until && *value.valid_until <= now) return marker_state::expired;
  if (value.review_at && *value.review_at <= now) return marker_state::review_due;
  return marker_state::current;
}

std::string_view to_string(source_status value) {
  constexpr std::array<std::string_view, 3> codes{"found", "none", "unavailable"};
  return codes.at(static_cast<std::size_t>(value));
}

namespace {

constexpr std::array<std::string_view, 5> source_kinds{"own", "pnc", "pnd", "records", "other"};

} // namespace

std::string_view to_string(source_kind value) {
  return source_kinds.at(static_cast<std::size_t>(value));
}

std::optional<source_kind> parse_source_kind(std::string_view text) {
  const auto found = std::ranges::find(source_kinds, text);
  if (found == source_kinds.end()) return std::nullopt;
  return static_cast<source_kind>(found - source_kinds.begin());
}

bool needs_originator(source_kind value) {
  return value == source_kind::pnc || value == source_kind::pnd;
}

source_status overall(const std::vector<source_answer>& answers) {
  const auto has = [&](source_status wanted) {
    return std::ranges::find(answers, wanted, &source_answer::status) != answers.end();
  };
  if (has(source_status::found)) return source_status::found;
  if (answers.empty() || has(source_status::unavailable)) return source_status::unavailable;
  return source_status::none;
}

json facts_of(const std::vector<source_answer>& answers, timestamp now) {
  json facts = json::object();
  std::vector<std::string> held;
  bool clear = !answers.empty();
  for (const auto& answer : answers) {
    clear = clear && answer.status == source_status::none;
    if (answer.status != source_status::found) continue;
    if (!answer.contacts.empty()) {
      const auto people = count(answer.contacts, now, of_person);
      put_count(facts, "repeat_contacts_24h", people.day);
      put_count(facts, "repeat_contacts_90d", people.ninety_days);
      put_count(facts, "repeat_contacts_12m", people.year);
      put_count(facts, "repeat_place_contacts_28d", count(answer.contacts, now, of_place).four_weeks);
      if (count(answer.contacts, now, of_victim).year > 0) facts["repeat_victim"] = true;
    }
    for (const auto& one : answer.markers) {
      const auto state = state_of(one, now);
      const bool holds = state == marker_state::current || state == marker_state::review_due;
      if (holds && identifies(one.matched) && std::ranges::find(held, one.code) == held.end()) held.push_back(one.code);
    }
  }
  if (!held.empty()) facts["markers"] = held;
  if (clear) facts["history_checked"] = true;
  return facts;
}

} // namespace frontdoor::triage::history
