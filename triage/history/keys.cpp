#include "triage/history/keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "triage/history/phone.hpp"
#include "triage/history/place.hpp"
#include "triage/history/vehicle.hpp"

namespace frontdoor::triage::history {

namespace {

// A position vaguer than this is in no square of its own.
constexpr double near_radius_max_m = 100;

struct kind_row {
  std::string_view code;
  std::string_view reason;
  bool identifies;
};
constexpr std::array<kind_row, key_kind_count> kinds{{
    {"phone", "the same telephone number", true},
    {"person", "a name that sounds the same, and the same date of birth", true},
    {"person_year", "a name that sounds the same, and the same year of birth", false},
    {"person_one_name", "one name that sounds the same, and the same date of birth", false},
    {"person_name", "a name that sounds the same", false},
    {"property", "the same property reference", true},
    {"address", "the same address", true},
    {"postcode", "the same postcode", false},
    {"near", "within about a hundred metres", false},
    {"vehicle", "the same registration mark", true},
}};

class collector {
 public:
  void add(key_kind kind, std::string text, const std::string& role = {}) {
    const bool known = std::ranges::any_of(keys_, [&](const key& one) { return one.kind == kind && one.text == text; });
    if (!known && keys_.size() < keys_max) keys_.push_back({kind, std::move(text), role});
  }
  std::vector<key> take() && { return std::move(keys_); }

 private:
  std::vector<key> keys_;
};

void add_person(collector& into, const person_trace& who, const name_rules& rules, const sounds& sound) {
  const auto born = who.date_of_birth ? read_birth_date(*who.date_of_birth) : std::nullopt;
  const auto date = born ? tolerant(*born) : std::nullopt;
  for (const auto& name : rules.names_in(who.name)) {
    for (const auto& pair : sound_pairs(name, sound)) {
      if (date) into.add(key_kind::person, pair + " " + *date, who.role);
      if (born) into.add(key_kind::person_year, pair + " " + std::to_string(born->year), who.role);
      into.add(key_kind::person_name, pair, who.role);
    }
    if (!date) continue;
    for (const auto& word : sound_words(name, sound))
      into.add(key_kind::person_one_name, word + " " + *date, who.role);
  }
}

void add_place(collector& into, const location& place, bool beside) {
  if (place.uprn) {
    if (auto number = uprn(*place.uprn)) into.add(key_kind::property, *std::move(number));
  }
  auto code = place.postcode ? postcode(*place.postcode) : std::nullopt;
  if (!code && place.text) code = postcode_in(*place.text);
  if (place.text) {
    if (auto text = address(*place.text, code)) into.add(key_kind::address, *std::move(text));
  }
  if (code) into.add(key_kind::postcode, *code);
  if (!place.lat || !place.lon || place.radius_m.value_or(0) > near_radius_max_m) return;
  if (!beside) return into.add(key_kind::near, cell(*place.lat, *place.lon));
  for (auto& square : cells_near(*place.lat, *place.lon))
    into.add(key_kind::near, std::move(square));
}

std::vector<key> collect(const traces& of, const name_rules& names, const sounds& sound, bool beside) {
  collector into;
  for (const auto& [number, role] : of.phones) {
    if (auto normal = e164(number)) into.add(key_kind::phone, *std::move(normal), role);
  }
  add_place(into, of.place, beside);
  for (const auto& mark : of.vehicles) {
    if (auto normal = registration_mark(mark)) into.add(key_kind::vehicle, *std::move(normal));
  }
  for (const auto& who : of.people)
    add_person(into, who, names, sound);
  return std::move(into).take();
}

} // namespace

std::string_view to_string(key_kind value) {
  return kinds.at(static_cast<std::size_t>(value)).code;
}

std::optional<key_kind> parse_key_kind(std::string_view text) {
  const auto found = std::ranges::find(kinds, text, &kind_row::code);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<key_kind>(found - kinds.begin());
}

std::string_view reason(key_kind value) {
  return kinds.at(static_cast<std::size_t>(value)).reason;
}

bool identifies(key_kind value) {
  return kinds.at(static_cast<std::size_t>(value)).identifies;
}

traces traces_of(const contact& value) {
  traces out;
  const auto role = value.caller.role.value_or("caller");
  if (value.caller.phone) out.phones.emplace_back(*value.caller.phone, role);
  if (value.caller.name) out.people.push_back({*value.caller.name, std::nullopt, role});
  for (const auto& one : value.subjects) {
    if (one.name) out.people.push_back({*one.name, one.date_of_birth, one.role.value_or("other")});
  }
  out.place = value.location;
  for (const auto& one : value.vehicles) {
    if (one.registration) out.vehicles.push_back(*one.registration);
  }
  return out;
}

std::vector<std::string> words_to_sound(const traces& of, const name_rules& names) {
  std::vector<std::string> words;
  for (const auto& who : of.people) {
    for (const auto& name : names.names_in(who.name)) {
      for (const auto* word : {&name.front(), &name.back()}) {
        if (std::ranges::find(words, *word) == words.end()) words.push_back(*word);
      }
    }
  }
  return words;
}

std::vector<key> keys_to_keep(const traces& of, const name_rules& names, const sounds& sound) {
  return collect(of, names, sound, false);
}

std::vector<key> keys_to_find(const traces& of, const name_rules& names, const sounds& sound) {
  return collect(of, names, sound, true);
}

} // namespace frontdoor::triage::history
