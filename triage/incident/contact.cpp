#include "triage/incident/contact.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 8> channel_codes{"999",   "101",     "live_chat", "web_form",
                                                        "email", "partner", "counter",   "officer"};
constexpr std::array<std::string_view, 8> outcome_codes{"update_given", "transferred",     "wrong_number",
                                                        "test_call",    "advice_given",    "abandoned_in_queue",
                                                        "misrouted",    "no_police_action"};
constexpr auto clock_tolerance = std::chrono::minutes(1);

template <typename Enum, std::size_t Count>
std::optional<Enum> parse_code(const std::array<std::string_view, Count>& codes, std::string_view text) {
  const auto found = std::find(codes.begin(), codes.end(), text);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Enum>(found - codes.begin());
}

// Reads the members of one object and collects what is wrong with them.
class object_reader {
 public:
  object_reader(const json& value, std::string pointer, faults& found)
      : value_(value), pointer_(std::move(pointer)), found_(found) {
    if (!value_.is_object()) add("", "wrong_type", "An object is expected here.");
  }

  void read(const char* name, std::optional<std::string>& into) {
    if (const json* member = find(name)) {
      if (member->is_string())
        into = member->get<std::string>();
      else
        add(name, "wrong_type", "Text is expected here.");
    }
  }

  void read(const char* name, std::optional<double>& into, double least, double most) {
    const json* member = find(name);
    if (member == nullptr) return;
    if (!member->is_number()) return add(name, "wrong_type", "A number is expected here.");
    const auto number = member->get<double>();
    if (!std::isfinite(number) || number < least || number > most) {
      return add(name, "out_of_range", "The number lies outside what is possible here.");
    }
    into = number;
  }

  // The member, or nullptr where it is absent or null.
  const json* find(const char* name) const {
    if (!value_.is_object()) return nullptr;
    const auto member = value_.find(name);
    return member == value_.end() || member->is_null() ? nullptr : &*member;
  }

  void add(const std::string& name, std::string code, std::string detail, std::string remedy = {}) {
    found_.push_back(
        {name.empty() ? pointer_ : pointer_ + "/" + name, std::move(code), std::move(detail), std::move(remedy), {}}
    );
  }

 private:
  const json& value_;
  std::string pointer_;
  faults& found_;
};

void read_location(const json& value, location& into, faults& found) {
  object_reader reader(value, "/location", found);
  reader.read("text", into.text);
  reader.read("uprn", into.uprn);
  reader.read("postcode", into.postcode);
  reader.read("quality", into.quality);
  reader.read("district", into.district);
  reader.read("lat", into.lat, -90, 90);
  reader.read("lon", into.lon, -180, 180);
  reader.read("radius_m", into.radius_m, 0, 20'037'509); // half the equator
}

void read_subjects(const json& value, std::vector<subject>& into, faults& found) {
  if (!value.is_array()) {
    found.push_back({"/subjects", "wrong_type", "A list is expected here.", {}, {}});
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    object_reader reader(value[i], "/subjects/" + std::to_string(i), found);
    subject& one = into.emplace_back();
    reader.read("name", one.name);
    reader.read("role", one.role);
    reader.read("date_of_birth", one.date_of_birth);
    reader.read("description", one.description);
  }
}

void read_vehicles(const json& value, std::vector<vehicle>& into, faults& found) {
  if (!value.is_array()) {
    found.push_back({"/vehicles", "wrong_type", "A list is expected here.", {}, {}});
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    object_reader reader(value[i], "/vehicles/" + std::to_string(i), found);
    vehicle& one = into.emplace_back();
    reader.read("registration", one.registration);
    reader.read("description", one.description);
  }
}

void read_received_at(object_reader& reader, timestamp now, timestamp& into) {
  std::optional<std::string> text;
  reader.read("received_at", text);
  into = now;
  if (!text) return;
  const auto at = parse_rfc3339(*text);
  if (!at) {
    reader.add("received_at", "wrong_format", "This is not a time.", "Write it as in 2026-03-01T21:04:11Z.");
  } else if (*at > now + clock_tolerance) {
    reader.add(
        "received_at", "in_the_future", "The contact cannot have been received later than now.",
        "Leave received_at out, or set the sender's clock."
    );
  } else {
    into = std::min(*at, now);
  }
}

// The sender's clock is the contact's where it runs since earlier (lessons.md R24).
void read_sender(const json& value, timestamp now, contact& into, faults& found) {
  object_reader reader(value, "/sender", found);
  auto& sender = into.sender.emplace();
  std::optional<std::string> partner;
  reader.read("partner", partner);
  if (partner)
    sender.partner = *std::move(partner);
  else
    reader.add("partner", "missing", "The partner that sends it is missing.");
  reader.read("grade", sender.grade);
  if (reader.find("received_at") == nullptr) return;
  timestamp at;
  read_received_at(reader, now, at);
  sender.received_at = at;
  into.received_at = std::min(into.received_at, at);
}

} // namespace

std::string_view to_string(channel value) {
  return channel_codes.at(static_cast<std::size_t>(value));
}
std::optional<channel> parse_channel(std::string_view text) {
  return parse_code<channel>(channel_codes, text);
}

std::string_view to_string(contact_outcome value) {
  return outcome_codes.at(static_cast<std::size_t>(value));
}
std::optional<contact_outcome> parse_contact_outcome(std::string_view text) {
  return parse_code<contact_outcome>(outcome_codes, text);
}

std::expected<contact, faults> contact_from_json(const json& body, const uuid& id, timestamp now) {
  faults found;
  contact result;
  result.id = id;
  object_reader reader(body, "", found);
  std::optional<std::string> text;
  reader.read("channel", text);
  if (const auto channel = text ? parse_channel(*text) : std::nullopt)
    result.channel = *channel;
  else if (found.empty())
    reader.add("channel", "unknown_code", "The channel is missing or not a known one.");
  std::optional<std::string> narrative;
  reader.read("narrative", narrative);
  if (narrative)
    result.narrative = std::move(*narrative);
  else
    reader.add("narrative", "missing", "The narrative is missing.", "Write what was said, in a sentence or more.");
  reader.read("external_ref", result.external_ref);
  read_received_at(reader, now, result.received_at);
  if (const json* caller = reader.find("caller")) {
    object_reader members(*caller, "/caller", found);
    members.read("phone", result.caller.phone);
    members.read("name", result.caller.name);
    members.read("role", result.caller.role);
  }
  if (const json* location = reader.find("location")) read_location(*location, result.location, found);
  if (const json* subjects = reader.find("subjects")) read_subjects(*subjects, result.subjects, found);
  if (const json* vehicles = reader.find("vehicles")) read_vehicles(*vehicles, result.vehicles, found);
  if (const json* facts = reader.find("facts")) {
    if (facts->is_object())
      result.facts = facts->empty() ? document() : document(*facts);
    else
      reader.add("facts", "wrong_type", "An object is expected here.");
  }
  if (const json* sender = reader.find("sender")) read_sender(*sender, now, result, found);
  if (const json* live = reader.find("call_live")) {
    if (live->is_boolean())
      result.call_live = live->get<bool>();
    else
      reader.add("call_live", "wrong_type", "True or false is expected here.");
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return result;
}

json to_json(const caller& value) {
  json out = json::object();
  put(out, "phone", value.phone);
  put(out, "name", value.name);
  put(out, "role", value.role);
  return out;
}

json to_json(const location& value) {
  json out = json::object();
  put(out, "text", value.text);
  put(out, "uprn", value.uprn);
  put(out, "postcode", value.postcode);
  put(out, "quality", value.quality);
  put(out, "district", value.district);
  put(out, "lat", value.lat);
  put(out, "lon", value.lon);
  put(out, "radius_m", value.radius_m);
  return out;
}

json to_json(const subject& value) {
  json out = json::object();
  put(out, "name", value.name);
  put(out, "role", value.role);
  put(out, "date_of_birth", value.date_of_birth);
  put(out, "description", value.description);
  return out;
}

json to_json(const vehicle& value) {
  json out = json::object();
  put(out, "registration", value.registration);
  put(out, "description", value.description);
  return out;
}

caller caller_from_json(const json& value) {
  return {text_of(value, "phone"), text_of(value, "name"), text_of(value, "role")};
}

location location_from_json(const json& value) {
  return {text_of(value, "text"),    text_of(value, "uprn"),      text_of(value, "postcode"),
          text_of(value, "quality"), text_of(value, "district"),  number_of(value, "lat"),
          number_of(value, "lon"),   number_of(value, "radius_m")};
}

subject subject_from_json(const json& value) {
  return {
      text_of(value, "name"), text_of(value, "role"), text_of(value, "date_of_birth"), text_of(value, "description")
  };
}

vehicle vehicle_from_json(const json& value) {
  return {text_of(value, "registration"), text_of(value, "description")};
}

} // namespace frontdoor::triage
