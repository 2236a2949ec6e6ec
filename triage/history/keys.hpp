#pragma once
// What a contact can be found again by (lessons.md R06, R07: person, telephone, address, vehicle).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "triage/history/person.hpp"
#include "triage/incident/contact.hpp"

namespace frontdoor::triage::history {

// From the surest to the vaguest of each sort.
enum class key_kind : std::uint8_t {
  phone,
  person,          // name by sound and date of birth
  person_year,     // name by sound and year of birth
  person_one_name, // one name by sound and date of birth: another surname since, or another first name
  person_name,     // name by sound alone
  property,        // UPRN
  address,
  postcode,
  near, // within about a hundred metres
  vehicle
};
inline constexpr std::size_t key_kind_count = 10;

// "phone", "person", ...: the code as the contract and the table write it.
std::string_view to_string(key_kind value);
std::optional<key_kind> parse_key_kind(std::string_view text);

// Why a result matched, in plain words.
std::string_view reason(key_kind value);

// Whether such a key stands for one person, place or thing. The others are shown but never counted.
bool identifies(key_kind value);

struct key {
  key_kind kind = key_kind::phone;
  std::string text; // personal: never stored as it is
  std::string role; // of the person, as the contact has it: "victim", "suspect"; empty for places and vehicles

  friend bool operator==(const key&, const key&) = default;
};

struct person_trace {
  std::string name;
  std::optional<std::string> date_of_birth;
  std::string role;
};

// What is known of who calls, who it is about, where and with what.
struct traces {
  std::vector<std::pair<std::string, std::string>> phones; // number and role
  std::vector<person_trace> people;
  triage::location place;
  std::vector<std::string> vehicles;
};

traces traces_of(const contact& value);

// The words whose sound keys_to_keep and keys_to_find will ask for.
std::vector<std::string> words_to_sound(const traces& of, const name_rules& names);

// The keys under which a contact is kept, each once. At most keys_max.
std::vector<key> keys_to_keep(const traces& of, const name_rules& names, const sounds& sound);

// The keys to look under: those and what lies beside them.
std::vector<key> keys_to_find(const traces& of, const name_rules& names, const sounds& sound);

inline constexpr std::size_t keys_max = 256;

} // namespace frontdoor::triage::history
