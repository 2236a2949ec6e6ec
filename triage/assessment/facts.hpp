#pragma once
// The facts of a contact. Which facts there are is data of the policy pack (vocabulary.json); what is not known is
// said, not left out: each fact is known, unknown (nobody said), asked (asked, but no answer) or withheld.

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"

namespace frontdoor::triage {

// The most facts a vocabulary may have, and the most values a fact may have.
inline constexpr std::size_t facts_max = 128;
inline constexpr std::size_t fact_values_max = 31;

enum class fact_type : std::uint8_t { boolean, integer, enumeration, set };
enum class fact_status : std::uint8_t { unknown, asked, withheld, known };

// Which way a fact gets worse: more of it (true, higher, later in `values`), less of it, or neither.
enum class worse_direction : std::uint8_t { none, up, down };

// One fact the pack knows.
struct fact_definition {
  std::string key;   // snake_case
  std::string label; // plain words, for people
  fact_type type = fact_type::boolean;
  std::vector<std::string> values; // enumeration and set; from least to most worrying where `worse` is `up`
  std::int32_t minimum = 0;        // integer only
  std::int32_t maximum = 1'000'000'000;
  worse_direction worse = worse_direction::none;
  bool starred = false;      // asked before a contact may end without deployment (domain.md Annex B)
  bool from_records = false; // what police records say: not for other organisations' systems

  // Index of an enumeration or set value.
  std::optional<std::size_t> find_value(std::string_view value) const;
  friend bool operator==(const fact_definition&, const fact_definition&) = default;
};

// As the HTTP contract names it: "boolean", "integer", "enum", "set".
std::string_view to_text(fact_type type);

// All facts of a pack, in the pack's order. Immutable after reading; may be shared by threads.
class vocabulary {
 public:
  vocabulary() = default;

  // Reads vocabulary.json: {"facts":[{key,label,type,values?,minimum?,maximum?,worse?,starred?,from_records?}]}.
  // Returns every fault found; `file` only names the file in them.
  static std::expected<vocabulary, faults> read(const nlohmann::json& document, const std::string& file);

  std::size_t size() const { return facts_.size(); }
  const fact_definition& operator[](std::size_t index) const { return facts_[index]; }
  const std::vector<fact_definition>& all() const { return facts_; }

  // The index of the fact of that key.
  std::optional<std::size_t> find(std::string_view key) const;

  // The known key nearest to `key` by edit distance; empty when none is near.
  std::string_view nearest(std::string_view key) const;

 private:
  struct key_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  std::vector<fact_definition> facts_;
  std::unordered_map<std::string, std::size_t, key_hash, std::equal_to<>> index_;
};

// The code of a fact without a value. Boolean: 1 false, 2 true. Enumeration: index of the value + 1. Integer: the
// number. Set: one bit a member. So that tables can be indexed without a branch, "no value" is 0 for the first two, and
// `no_number` for the others.
inline constexpr std::int32_t no_value = 0;
inline constexpr std::int32_t no_number = std::numeric_limits<std::int32_t>::min();

constexpr std::int32_t code_without_value(fact_type type) {
  return type == fact_type::boolean || type == fact_type::enumeration ? no_value : no_number;
}

// The facts of one contact or incident: a plain value without allocations, to be used with the vocabulary it was made
// for.
class fact_set {
 public:
  // Every fact unknown.
  explicit fact_set(const vocabulary& facts);

  std::size_t size() const { return size_; }
  fact_status status(std::size_t fact) const { return status_[fact]; }
  bool known(std::size_t fact) const { return status_[fact] == fact_status::known; }
  std::int32_t code(std::size_t fact) const { return codes_[fact]; }
  const std::int32_t* codes() const { return codes_.data(); }

  // Makes the fact known. `code` must be one of the fact's codes.
  void set(std::size_t fact, std::int32_t code) {
    codes_[fact] = code;
    status_[fact] = fact_status::known;
  }

  // Takes the value away and says why it is missing. `why` must not be `known`.
  void clear(const vocabulary& facts, std::size_t fact, fact_status why) {
    codes_[fact] = code_without_value(facts[fact].type);
    status_[fact] = why;
  }

  friend bool operator==(const fact_set& a, const fact_set& b);
  friend fact_set union_of(const fact_set& older, const fact_set& newer);

 private:
  std::array<std::int32_t, facts_max> codes_{};
  std::array<fact_status, facts_max> status_{};
  std::size_t size_ = 0;
};

// What one value says of a fact: known with its code, or asked or withheld.
struct fact_reading {
  fact_status status = fact_status::unknown;
  std::int32_t code = 0;
};

// Reads one value of `fact`, as read_facts does each member.
std::expected<fact_reading, faults>
read_fact(const fact_definition& fact, const nlohmann::json& value, std::string_view pointer);

// Reads {"weapon":"seen","victim_age":34,...}. JSON null and "unknown" (where that is not one of the fact's own values)
// mean asked but unknown; "withheld" means withheld. Returns every fault at once, each with the pointer
// `pointer_prefix` + "/key": unknown_fact (with the nearest known key), wrong_type, unknown_value, out_of_range.
std::expected<fact_set, faults>
read_facts(const vocabulary& facts, const nlohmann::json& object, std::string_view pointer_prefix);

// The object `read_facts` reads; facts never asked are left out.
nlohmann::json to_json(const vocabulary& facts, const fact_set& set);

// One value as JSON: true, 34, "seen", ["child"], and "unknown", "withheld" for what has none.
nlohmann::json value_to_json(const fact_definition& fact, fact_status status, std::int32_t code);

// Both together, both of one vocabulary: a known newer value wins, an unknown or withheld one never erases a known one.
fact_set union_of(const fact_set& older, const fact_set& newer);

} // namespace frontdoor::triage
