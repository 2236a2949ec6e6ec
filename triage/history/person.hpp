#pragma once
// People by the sound of their names, by what else they are called, and by a date of birth that may be partly wrong.

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"

namespace frontdoor::triage::history {

// What the force says about names: words that are no part of one (titles), words that bring in another name ("aka"),
// and first names that are forms of each other (Bob, Robert).
class name_rules {
 public:
  // Reads {"titles":["mr",...],"also":["aka",...],"same":[["robert","bob",...],...]}: words in small letters.
  static std::expected<name_rules, faults> read(const nlohmann::json& document, const std::string& file);

  // The names a text holds, each in its words in small letters without titles; other forms of a first name are replaced
  // by their first. "SMITH, Mr Bob aka Jonno Brown" is {smith, robert}, {jonno, brown}.
  std::vector<std::vector<std::string>> names_in(std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> same_;
  std::vector<std::string> titles_;
  std::vector<std::string> also_;
};

// How a word sounds: one code or two (Double Metaphone), or none for what cannot be said in it.
using sounds = std::function<std::vector<std::string>(const std::string& word)>;

struct birth_date {
  int year = 0;
  int month = 0; // 0: not known
  int day = 0;

  bool whole() const { return month != 0 && day != 0; }
  friend bool operator==(const birth_date&, const birth_date&) = default;
};

// "1984-03-01", "1984-03" or "1984".
std::optional<birth_date> read_birth_date(std::string_view text);

// The whole date with day and month in one order, whichever way round they were written, so that 1984-03-12 and
// 1984-12-03 are one; for parts of a date, nothing.
std::optional<std::string> tolerant(const birth_date& date);

// First and last word of a name by sound, in one order whichever came first: "JN SM0". Several where a word has several
// sounds; none for a name of one word.
std::vector<std::string> sound_pairs(const std::vector<std::string>& name, const sounds& sound);

// First and last word by sound, each alone.
std::vector<std::string> sound_words(const std::vector<std::string>& name, const sounds& sound);

} // namespace frontdoor::triage::history
