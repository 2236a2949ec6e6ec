#pragma once
// Small readers and writers of JSON members. Absent and null read alike.

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/canonical_json.hpp"
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

// A member that is written already.
struct written {
  std::string text;
};

// The canonical text of a member's value. A value that is large is given by its address, and not copied.
template <typename Value> void append_value(std::string& out, const Value& value) {
  if constexpr (std::is_same_v<Value, const nlohmann::json*>) {
    append_canonical_json(out, *value);
  } else if constexpr (std::is_same_v<Value, nlohmann::json>) {
    append_canonical_json(out, value);
  } else if constexpr (std::is_same_v<Value, written>) {
    out += value.text;
  } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
    append_canonical_string(out, value);
  } else {
    append_canonical_json(out, nlohmann::json(value));
  }
}

template <typename Value> inline constexpr bool is_optional = false;
template <typename Value> inline constexpr bool is_optional<std::optional<Value>> = true;

// The canonical text of an object of these members, which are given in the order of their names. Optional members
// without a value are left out.
template <typename... Values> std::string text_of_object(const field<Values>&... fields) {
  std::string out;
  const auto append_member = [&out](const char* name, const auto& value) {
    out += out.empty() ? "{\"" : ",\"";
    out += name;
    out += "\":";
    append_value(out, value);
  };
  const auto append = [&]<typename Value>(const field<Value>& one) {
    if constexpr (is_optional<Value>) {
      if (one.value) append_member(one.name, *one.value);
    } else {
      append_member(one.name, one.value);
    }
  };
  (append(fields), ...);
  out += '}';
  return out;
}

inline nlohmann::json time_or_null(const std::optional<timestamp>& at) {
  return at ? nlohmann::json(to_rfc3339(*at)) : nlohmann::json();
}

inline nlohmann::json id_or_null(const std::optional<uuid>& id) {
  return id ? nlohmann::json(id->to_string()) : nlohmann::json();
}

template <typename Value> nlohmann::json value_or_null(const std::optional<Value>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

// A list of what to_json makes of each.
template <typename List> nlohmann::json each_json(const List& list) {
  nlohmann::json out = nlohmann::json::array();
  for (const auto& one : list)
    out.push_back(to_json(one));
  return out;
}

// A list of what `write` makes of each.
template <typename List, typename Write> nlohmann::json each_json(const List& list, Write&& write) {
  nlohmann::json out = nlohmann::json::array();
  for (const auto& one : list)
    out.push_back(write(one));
  return out;
}

// Writes that list only where it has something in it.
template <typename List, typename Write>
void put_each(nlohmann::json& object, const char* name, const List& list, Write&& write) {
  if (!list.empty()) object[name] = each_json(list, write);
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
