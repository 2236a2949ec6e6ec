#include "triage/crime/duty.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> latenesses{"in_time", "warned", "breached"};

template <typename List> auto with_key(List& list, const std::string& key) {
  return std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.key == key; });
}

std::vector<std::string> codes_of(const proposal& one) {
  std::vector<std::string> out{one.principal};
  out.insert(out.end(), one.included.begin(), one.included.end());
  return out;
}

bool covers(const std::vector<std::string>& held, const std::vector<std::string>& told) {
  return std::all_of(told.begin(), told.end(), [&](const auto& code) {
    return std::find(held.begin(), held.end(), code) != held.end();
  });
}

// What is alleged stays alleged: the new order first, then what only the earlier duty had.
std::vector<std::string> together(std::vector<std::string> told, const std::vector<std::string>& held) {
  for (const auto& code : held) {
    if (std::find(told.begin(), told.end(), code) == told.end()) told.push_back(code);
  }
  return told;
}

std::optional<std::vector<std::string>> texts_of(const json& value, const char* name) {
  const json* list = member_of(value, name);
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& one : *list) {
    if (!one.is_string()) return std::nullopt;
    out.push_back(one.get<std::string>());
  }
  return out;
}

} // namespace

std::string_view to_string(lateness value) {
  return latenesses.at(static_cast<std::size_t>(value));
}

bool undecided(const ledger& held) {
  return !held.duties.empty();
}

std::vector<duty> new_duties(
    const ledger& held, std::span<const proposal> proposed, timestamp reported_at, std::chrono::microseconds within,
    std::span<const std::chrono::microseconds> warn_after
) {
  std::vector<duty> out;
  for (const auto& one : proposed) {
    // What another body counts is passed on to it, and is no decision of this force.
    if (one.recording == recording::national || one.recording == recording::other_force) continue;
    auto codes = codes_of(one);
    if (const auto owed = with_key(held.duties, one.key); owed != held.duties.end()) {
      // A report that may be recorded now is owed as that, though an earlier one was only crime-related.
      const auto recording = std::min(one.recording, owed->recording);
      if (covers(owed->offences, codes) && recording == owed->recording) continue;
      duty grown = *owed;
      grown.offences = together(std::move(codes), owed->offences);
      grown.recording = recording;
      out.push_back(std::move(grown));
      continue;
    }
    duty fresh;
    if (const auto decided = with_key(held.links, one.key); decided != held.links.end()) {
      if (covers(decided->codes, codes)) continue;
      fresh.crime = decided->crime;
    }
    fresh.key = one.key;
    fresh.recording = one.recording;
    fresh.offences = std::move(codes);
    fresh.reported_at = reported_at;
    fresh.due_at = reported_at + within;
    for (const auto after : warn_after)
      fresh.warn_at.push_back(reported_at + after);
    fresh.next_at = fresh.warn_at.empty() ? fresh.due_at : fresh.warn_at.front();
    out.push_back(std::move(fresh));
  }
  return out;
}

void put_duty(ledger& into, duty one) {
  const auto owed = with_key(into.duties, one.key);
  if (owed == into.duties.end())
    into.duties.push_back(std::move(one));
  else
    *owed = std::move(one);
}

void put_link(ledger& into, link one) {
  if (const auto owed = with_key(into.duties, one.key); owed != into.duties.end()) into.duties.erase(owed);
  const auto known =
      std::find_if(into.links.begin(), into.links.end(), [&](const link& held) { return held.crime == one.crime; });
  if (known == into.links.end())
    into.links.push_back(std::move(one));
  else
    *known = std::move(one);
}

std::optional<timestamp> next_due(const ledger& held) {
  const auto soonest = std::min_element(held.duties.begin(), held.duties.end(), [](const duty& a, const duty& b) {
    return a.next_at < b.next_at;
  });
  if (soonest == held.duties.end()) return std::nullopt;
  return soonest->next_at;
}

std::vector<duty> fall_due(const ledger& held, timestamp now) {
  std::vector<duty> out;
  for (auto one : held.duties) {
    if (one.next_at > now) continue;
    std::erase_if(one.warn_at, [&](timestamp at) { return at <= now; });
    if (now < one.due_at) {
      one.lateness = lateness::warned;
      one.next_at = one.warn_at.empty() ? one.due_at : one.warn_at.front();
    } else {
      one.lateness = lateness::breached;
      const auto within = one.due_at - one.reported_at;
      one.next_at = one.due_at + within * ((now - one.due_at) / within + 1);
    }
    out.push_back(std::move(one));
  }
  return out;
}

json to_json(const duty& one) {
  json warn_at = json::array();
  for (const auto at : one.warn_at)
    warn_at.push_back(to_rfc3339(at));
  return {
      {"key", one.key},
      {"recording", to_string(one.recording)},
      {"offences", one.offences},
      {"crime", one.crime ? json(one.crime->to_string()) : json()},
      {"reported_at", to_rfc3339(one.reported_at)},
      {"due_at", to_rfc3339(one.due_at)},
      {"warn_at", std::move(warn_at)},
      {"lateness", to_string(one.lateness)},
      {"next_at", to_rfc3339(one.next_at)}
  };
}

json to_json(const link& one) {
  return {{"crime", one.crime.to_string()},      {"key", one.key},   {"state", one.state},
          {"number", value_or_null(one.number)}, {"code", one.code}, {"codes", one.codes}};
}

json to_json(const ledger& held) {
  json duties = json::array();
  for (const auto& one : held.duties)
    duties.push_back(to_json(one));
  json links = json::array();
  for (const auto& one : held.links)
    links.push_back(to_json(one));
  return {{"duties", std::move(duties)}, {"links", std::move(links)}, {"generation", held.generation}};
}

std::optional<duty> duty_from_json(const json& value) {
  duty out;
  const auto key = text_of(value, "key");
  const auto recording = parse_recording(text_of(value, "recording").value_or(""));
  auto offences = texts_of(value, "offences");
  const auto reported_at = time_of(value, "reported_at");
  const auto due_at = time_of(value, "due_at");
  const auto next_at = time_of(value, "next_at");
  const auto warn_at = texts_of(value, "warn_at");
  const auto late = std::find(latenesses.begin(), latenesses.end(), text_of(value, "lateness").value_or(""));
  if (!key || !recording || !offences || !reported_at || !due_at || !next_at || !warn_at || late == latenesses.end() ||
      *due_at <= *reported_at) {
    return std::nullopt;
  }
  for (const auto& text : *warn_at) {
    const auto at = parse_rfc3339(text);
    if (!at) return std::nullopt;
    out.warn_at.push_back(*at);
  }
  out.key = *key;
  out.recording = *recording;
  out.offences = std::move(*offences);
  out.crime = uuid_of(value, "crime");
  out.reported_at = *reported_at;
  out.due_at = *due_at;
  out.lateness = static_cast<lateness>(late - latenesses.begin());
  out.next_at = *next_at;
  return out;
}

std::optional<link> link_from_json(const json& value) {
  const auto crime = uuid_of(value, "crime");
  auto key = text_of(value, "key");
  auto state = text_of(value, "state");
  auto code = text_of(value, "code");
  auto codes = texts_of(value, "codes");
  if (!crime || !key || !state || !code || !codes) return std::nullopt;
  return link{*crime,           std::move(*key),  std::move(*state), text_of(value, "number"),
              std::move(*code), std::move(*codes)};
}

std::optional<ledger> ledger_from_json(const json& value) {
  ledger out;
  if (value.is_null()) return out;
  const json* duties = member_of(value, "duties");
  const json* links = member_of(value, "links");
  const json* generation = member_of(value, "generation");
  if (duties == nullptr || links == nullptr || generation == nullptr || !duties->is_array() || !links->is_array() ||
      !generation->is_number_unsigned()) {
    return std::nullopt;
  }
  out.generation = generation->get<std::uint32_t>();
  for (const auto& one : *duties) {
    auto read = duty_from_json(one);
    if (!read) return std::nullopt;
    out.duties.push_back(std::move(*read));
  }
  for (const auto& one : *links) {
    auto read = link_from_json(one);
    if (!read) return std::nullopt;
    out.links.push_back(std::move(*read));
  }
  return out;
}

} // namespace frontdoor::triage::crime
