#include "server/api/partner_view.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace frontdoor::api {

using nlohmann::json;

namespace {

bool from_records(const triage::vocabulary& facts, const json& key) {
  if (!key.is_string()) return false;
  const auto found = facts.find(key.get_ref<const std::string&>());
  return found && facts[*found].from_records;
}

bool names_one(const triage::vocabulary& facts, const json& list) {
  if (list.is_object()) {
    for (const auto& [key, value] : list.items()) {
      if (from_records(facts, key)) return true;
    }
    return false;
  }
  return std::ranges::any_of(list, [&](const json& one) {
    return from_records(facts, one.is_object() ? one.value("fact", json()) : one);
  });
}

// Something said about such a fact, or because of it.
bool rests_on_records(const triage::vocabulary& facts, const json& entry) {
  if (!entry.is_object()) return false;
  if (from_records(facts, entry.value("fact", json()))) return true;
  const auto because = entry.find("facts");
  return because != entry.end() && entry.contains("rule") && names_one(facts, *because);
}

} // namespace

void leave_out_records(json& shown, const triage::vocabulary& facts) {
  if (shown.is_array()) {
    auto& list = shown.get_ref<json::array_t&>();
    std::erase_if(list, [&](const json& entry) { return rests_on_records(facts, entry); });
  }
  if (shown.is_object()) {
    auto& members = shown.get_ref<json::object_t&>();
    std::erase_if(members, [&](const auto& member) {
      const bool looked_up = member.first == "history" && member.second.is_object() &&
                             member.second.contains("sources") && !member.second.contains("status");
      return looked_up || from_records(facts, member.first);
    });
  }
  if (shown.is_structured()) {
    for (auto& inner : shown)
      leave_out_records(inner, facts);
  }
}

} // namespace frontdoor::api
