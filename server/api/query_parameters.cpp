#include "server/api/query_parameters.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "triage/contains.hpp"

namespace frontdoor::api {

query_parameters::query_parameters(const http::request& request, std::initializer_list<std::string_view> known)
    : request_(request) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string names;
      for (const auto& k : known)
        names += (names.empty() ? "" : ", ") + std::string(k);
      refuse(name, "This call has no such parameter.", known.size() == 0 ? "Leave it out." : "It knows " + names + ".");
    } else if (!seen.insert(name).second) {
      refuse(name, "It is given twice.", "Give it once; lists are separated by commas.");
    }
  }
}

void query_parameters::refuse(std::string_view name, std::string detail, std::string remedy) {
  faults_.push_back({"?" + std::string(name), "bad_parameter", std::move(detail), std::move(remedy), {}});
}

std::optional<std::string> query_parameters::text(std::string_view name, std::size_t length_max) {
  const auto value = request_.query_value(name);
  if (!value) return std::nullopt;
  if (value->empty() || value->size() > length_max) {
    refuse(
        name, "It is empty or too long.", "Give 1 to " + std::to_string(length_max) + " characters, or leave it out."
    );
    return std::nullopt;
  }
  return std::string(*value);
}

std::vector<std::string> query_parameters::list(std::string_view name) {
  std::vector<std::string> values;
  const auto whole = text(name, 500);
  if (!whole) return values;
  std::size_t from = 0;
  while (from <= whole->size()) {
    const auto to = std::min(whole->find(',', from), whole->size());
    if (to > from) values.push_back(whole->substr(from, to - from));
    from = to + 1;
  }
  return values;
}

std::uint64_t
query_parameters::number(std::string_view name, std::uint64_t otherwise, std::uint64_t lowest, std::uint64_t highest) {
  const auto value = request_.query_value(name);
  if (!value) return otherwise;
  std::uint64_t found = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), found);
  if (error != std::errc{} || end != value->data() + value->size() || found < lowest || found > highest) {
    refuse(
        name, "It is not a whole number in its range.",
        "Give a number from " + std::to_string(lowest) + " to " + std::to_string(highest) + "."
    );
    return otherwise;
  }
  return found;
}

std::optional<triage::timestamp> query_parameters::time(std::string_view name) {
  const auto value = request_.query_value(name);
  if (!value) return std::nullopt;
  const auto at = triage::parse_rfc3339(*value);
  if (!at) refuse(name, "It is not a time.", "Give it as 2026-03-01T21:04:11Z.");
  return at;
}

http::problem bad_parameters(triage::faults faults) {
  return http::problem(
      400, "bad_parameter", "A parameter is not right", "Each is listed in errors.", std::move(faults)
  );
}

bool among(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || triage::contains(wanted, value);
}

} // namespace frontdoor::api
