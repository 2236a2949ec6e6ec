#include "server/api/partner_view.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace frontdoor::api {

using nlohmann::json;

namespace {

bool from_records(const triage::vocabulary& facts, std::string_view key) {
  const auto found = facts.find(key);
  return found && facts[*found].from_records;
}

// A member that names a fact from records.
bool names_record(const triage::vocabulary& facts, const json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() && from_records(facts, found->get_ref<const std::string&>());
}

bool names_one(const triage::vocabulary& facts, const json& list) {
  if (list.is_object()) {
    return std::ranges::any_of(list.get_ref<const json::object_t&>(), [&](const auto& member) {
      return from_records(facts, member.first);
    });
  }
  return std::ranges::any_of(list, [&](const json& one) {
    if (one.is_object()) return names_record(facts, one, "fact");
    return one.is_string() && from_records(facts, one.get_ref<const std::string&>());
  });
}

// Something said about such a fact, or because of it.
bool rests_on_records(const triage::vocabulary& facts, const json& entry) {
  if (!entry.is_object()) return false;
  if (names_record(facts, entry, "fact")) return true;
  const auto because = entry.find("facts");
  return because != entry.end() && entry.contains("rule") && names_one(facts, *because);
}

} // namespace

bool is_of_records(std::string_view name, const json& value, const triage::vocabulary& facts) {
  const bool looked_up =
      name == "history" && value.is_object() && value.contains("sources") && !value.contains("status");
  return looked_up || from_records(facts, name);
}

bool holds_records(const json& shown, const triage::vocabulary& facts) {
  if (shown.is_array()) {
    return std::ranges::any_of(shown.get_ref<const json::array_t&>(), [&](const json& entry) {
      return rests_on_records(facts, entry) || holds_records(entry, facts);
    });
  }
  if (!shown.is_object()) return false;
  return std::ranges::any_of(shown.get_ref<const json::object_t&>(), [&](const auto& member) {
    return is_of_records(member.first, member.second, facts) || holds_records(member.second, facts);
  });
}

void leave_out_records(json& shown, const triage::vocabulary& facts) {
  if (shown.is_array()) {
    auto& list = shown.get_ref<json::array_t&>();
    std::erase_if(list, [&](const json& entry) { return rests_on_records(facts, entry); });
  }
  if (shown.is_object()) {
    auto& members = shown.get_ref<json::object_t&>();
    std::erase_if(members, [&](const auto& member) { return is_of_records(member.first, member.second, facts); });
  }
  if (shown.is_structured()) {
    for (auto& inner : shown)
      leave_out_records(inner, facts);
  }
}

} // namespace frontdoor::api
