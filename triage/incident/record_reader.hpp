#pragma once
// Reads what the log and the snapshots hold, for the codecs of the incident and of the streams beside it.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"
#include "triage/incident/events.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

inline nlohmann::json target_json(const grade_target& target) {
  auto out = object_of(
      field{"grade", target.grade}, field{"name", target.name}, field{"rank", target.rank},
      field{"allocate_by", time_or_null(target.allocate_by)}, field{"arrive_by", time_or_null(target.arrive_by)}
  );
  if (target.ladder_at) out["ladder_at"] = to_rfc3339(*target.ladder_at);
  return out;
}

inline nlohmann::json target_or_null(const std::optional<grade_target>& target) {
  return target ? target_json(*target) : nlohmann::json();
}

// The words of a sealed part that holds nothing else.
inline std::optional<sealed_words> words_of(const std::optional<nlohmann::json>& personal) {
  if (!personal) return std::nullopt;
  return sealed_words{text_of(*personal, "text").value_or("")};
}

inline nlohmann::json personal_json(const incident_personal& personal) {
  nlohmann::json out = nlohmann::json::object();
  put(out, "location_text", personal.location_text);
  put(out, "summary", personal.summary);
  put(out, "caller_name", personal.caller_name);
  put(out, "caller_phone", personal.caller_phone);
  for (const auto& one : personal.places) {
    auto place = object_of(field{"lat", one.lat}, field{"lon", one.lon});
    put(place, "radius_m", one.radius_m);
    out["places"].push_back(std::move(place));
  }
  for (const auto& one : personal.births)
    out["births"].push_back(object_of(field{"name", one.name}, field{"born", one.born}));
  return out;
}

inline incident_personal incident_personal_from_json(const nlohmann::json& value) {
  incident_personal out{
      text_of(value, "location_text"), text_of(value, "summary"), text_of(value, "caller_name"),
      text_of(value, "caller_phone")
  };
  if (const auto* places = member_of(value, "places"); places != nullptr && places->is_array()) {
    for (const auto& one : *places) {
      const auto lat = number_of(one, "lat");
      const auto lon = number_of(one, "lon");
      if (lat && lon) out.places.push_back({*lat, *lon, number_of(one, "radius_m")});
    }
  }
  if (const auto* births = member_of(value, "births"); births != nullptr && births->is_array()) {
    for (const auto& one : *births)
      out.births.push_back({text_of(one, "name").value_or(""), text_of(one, "born").value_or("")});
  }
  return out;
}

// As `record_reader::ids` reads it.
inline nlohmann::json ids_json(const std::vector<uuid>& ids) {
  nlohmann::json out = nlohmann::json::array();
  for (const auto& one : ids)
    out.push_back(one.to_string());
  return out;
}

// Reads the members of a body; each that cannot be read is a fault with its pointer.
class record_reader {
 public:
  record_reader(const nlohmann::json& body, std::string pointer, const char* fault_code, faults& found)
      : body_(body), pointer_(std::move(pointer)), fault_code_(fault_code), found_(found) {
    if (!body_.is_object()) fail("");
  }

  const nlohmann::json* find(const char* name) const { return member_of(body_, name); }

  std::string text(const char* name) const {
    auto value = text_of(body_, name);
    if (!value) fail(name);
    return std::move(value).value_or("");
  }

  std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> out;
    list(name, [&](const nlohmann::json& one) {
      if (one.is_string())
        out.push_back(one.get<std::string>());
      else
        fail(name);
    });
    return out;
  }

  std::optional<std::string> optional_text(const char* name) const {
    return find(name) == nullptr ? std::nullopt : std::optional(text(name));
  }

  uuid id(const char* name) const {
    const auto value = uuid_of(body_, name);
    if (!value) fail(name);
    return value.value_or(uuid{});
  }

  std::optional<uuid> optional_id(const char* name) const {
    return find(name) == nullptr ? std::nullopt : std::optional(id(name));
  }

  std::vector<uuid> ids(const char* name) const {
    std::vector<uuid> out;
    list(name, [&](const nlohmann::json& one) {
      const auto id = one.is_string() ? uuid::parse(one.get_ref<const std::string&>()) : std::nullopt;
      if (id)
        out.push_back(*id);
      else
        fail(name);
    });
    return out;
  }

  timestamp time(const char* name) const {
    const auto value = time_of(body_, name);
    if (!value) fail(name);
    return value.value_or(timestamp{});
  }

  std::optional<timestamp> optional_time(const char* name) const {
    return find(name) == nullptr ? std::nullopt : std::optional(time(name));
  }

  bool flag(const char* name) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr || !value->is_boolean()) {
      fail(name);
      return false;
    }
    return value->get<bool>();
  }

  std::uint32_t count(const char* name) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr || !value->is_number_unsigned()) {
      fail(name);
      return 0;
    }
    return value->get<std::uint32_t>();
  }

  // An object; an empty one reads as none.
  document object(const char* name) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_object()) {
      fail(name);
      return {};
    }
    return value->empty() ? document() : document(*value);
  }

  triage::channel channel(const char* name) const {
    const auto value = parse_channel(text_of(body_, name).value_or(""));
    if (!value) fail(name);
    return value.value_or(channel::emergency_999);
  }

  grade_target target() const {
    grade_target out;
    out.grade = text("grade");
    out.name = text("name");
    out.rank = count("rank");
    out.allocate_by = optional_time("allocate_by");
    out.arrive_by = optional_time("arrive_by");
    out.ladder_at = optional_time("ladder_at");
    return out;
  }

  grade_target target(const char* name) const {
    if (find(name) != nullptr) return inner(name).target();
    fail(name);
    return {};
  }

  std::optional<grade_target> optional_target(const char* name) const {
    return find(name) == nullptr ? std::nullopt : std::optional(inner(name).target());
  }

  void fail(const std::string& name) const {
    found_.push_back(
        {name.empty() ? pointer_ : pointer_ + "/" + name,
         fault_code_,
         "This member of the record cannot be read.",
         {},
         {}}
    );
  }

  // For a member that `find` found.
  record_reader inner(const char* name) const { return inner(*find(name), name); }
  record_reader inner(const nlohmann::json& member, const char* name) const {
    return {member, pointer_ + "/" + name, fault_code_, found_};
  }

  // Calls `each` with a reader for each element of a list.
  template <typename Each> void list(const char* name, Each&& each) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr || !value->is_array()) return fail(name);
    for (const auto& element : *value)
      each(element);
  }

  // The same with a reader for each element, which is an object.
  template <typename Each> void each(const char* name, Each&& visit) const {
    list(name, [&](const nlohmann::json& element) { visit(inner(element, name)); });
  }

  // The same of a list that may be left out.
  template <typename Each> void each_if_any(const char* name, Each&& visit) const {
    if (find(name) != nullptr) each(name, visit);
  }

 private:
  const nlohmann::json& body_;
  std::string pointer_;
  const char* fault_code_;
  faults& found_;
};

} // namespace frontdoor::triage
