#pragma once
// Small readers and writers of JSON members, for the sources of this folder only. Absent and null read alike.

#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace frontdoor::triage {

// Writes the member only where there is a value.
template <typename Value> void put(nlohmann::json& object, const char* name, const std::optional<Value>& value) {
  if (value) object[name] = *value;
}

// A member of an object that object_of makes.
template <typename Value> struct field {
  const char* name;
  Value value;
};
template <typename Value> field(const char*, Value) -> field<Value>;

// An object of these members. An initializer list would make a list of each pair first, and these objects are made for
// every contact.
template <typename... Values> nlohmann::json object_of(field<Values>... fields) {
  nlohmann::json out = nlohmann::json::object();
  auto& into = out.get_ref<nlohmann::json::object_t&>();
  (into.emplace(fields.name, std::move(fields.value)), ...);
  return out;
}

inline nlohmann::json time_or_null(const std::optional<timestamp>& at) {
  return at ? nlohmann::json(to_rfc3339(*at)) : nlohmann::json();
}

template <typename Value> nlohmann::json value_or_null(const std::optional<Value>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

// The member, or nullptr where it is absent or null or `object` is no object.
inline const nlohmann::json* member_of(const nlohmann::json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

inline std::optional<std::string> text_of(const nlohmann::json& object, const char* name) {
  const auto* member = member_of(object, name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

inline std::optional<double> number_of(const nlohmann::json& object, const char* name) {
  const auto* member = member_of(object, name);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  return member->get<double>();
}

inline std::optional<uuid> uuid_of(const nlohmann::json& object, const char* name) {
  const auto text = text_of(object, name);
  return text ? uuid::parse(*text) : std::nullopt;
}

inline std::optional<timestamp> time_of(const nlohmann::json& object, const char* name) {
  const auto text = text_of(object, name);
  return text ? parse_rfc3339(*text) : std::nullopt;
}

} // namespace frontdoor::triage
