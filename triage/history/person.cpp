#include "triage/history/person.hpp"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

namespace frontdoor::triage::history {

namespace {

using nlohmann::json;

constexpr std::size_t words_max = 8; // of one name

bool is_name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// Words in small letters; apostrophes and hyphens join what they stand in ("o'neill" is "oneill").
std::vector<std::string> name_words(std::string_view text) {
  std::vector<std::string> words;
  bool open = false;
  for (const char raw : text) {
    const char c = raw >= 'A' && raw <= 'Z' ? static_cast<char>(raw - 'A' + 'a') : raw;
    if (c == '\'' || c == '-') continue;
    const bool part = is_name_letter(c);
    if (part && !open) words.emplace_back();
    if (part) words.back() += c;
    open = part;
  }
  return words;
}

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

bool read_words(const json& list, std::vector<std::string>& into) {
  if (!list.is_array()) return false;
  for (const auto& word : list) {
    if (!word.is_string() || name_words(word.get_ref<const std::string&>()) != std::vector{word.get<std::string>()})
      return false;
    into.push_back(word.get<std::string>());
  }
  return true;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// What has no sound in the code is compared as it is written.
std::vector<std::string> codes_of(const std::string& word, const sounds& sound) {
  std::vector<std::string> codes;
  for (auto& code : sound(word)) {
    if (!code.empty() && !holds(codes, code)) codes.push_back(std::move(code));
  }
  if (codes.empty()) codes.push_back("=" + word);
  return codes;
}

} // namespace

std::expected<name_rules, faults> name_rules::read(const json& document, const std::string& file) {
  name_rules rules;
  faults found;
  const auto refuse = [&](const std::string& pointer) {
    found.push_back(
        {pointer, "wrong_type", "A list of words in small letters is expected here.", "Write one word a text.", file}
    );
  };
  if (!document.is_object()) {
    refuse("");
    return std::unexpected(std::move(found));
  }
  if (!read_words(document.value("titles", json()), rules.titles_)) refuse("/titles");
  if (!read_words(document.value("also", json()), rules.also_)) refuse("/also");
  const auto same = document.value("same", json());
  if (!same.is_array()) refuse("/same");
  for (std::size_t i = 0; same.is_array() && i < same.size(); ++i) {
    std::vector<std::string> forms;
    const auto pointer = "/same/" + std::to_string(i);
    if (!read_words(same[i], forms) || forms.size() < 2) {
      refuse(pointer);
      continue;
    }
    for (const auto& form : forms) {
      if (!rules.same_.emplace(form, forms.front()).second) {
        found.push_back({pointer, "given_twice", "\"" + form + "\" is in two lists.", "Keep it in one.", file});
      }
    }
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return rules;
}

std::vector<std::vector<std::string>> name_rules::names_in(std::string_view text) const {
  std::vector<std::vector<std::string>> names(1);
  for (const auto& word : name_words(text)) {
    if (holds(also_, word)) {
      if (!names.back().empty()) names.emplace_back();
    } else if (!holds(titles_, word) && names.back().size() < words_max) {
      const auto form = same_.find(word);
      names.back().push_back(form == same_.end() ? word : form->second);
    }
  }
  if (names.back().empty()) names.pop_back();
  return names;
}

std::optional<birth_date> read_birth_date(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
  if ((text.size() > 4 && text[4] != '-') || (text.size() > 7 && text[7] != '-')) return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = text.size() > 4 ? number(text.substr(5, 2)) : std::optional(0);
  const auto day = text.size() > 7 ? number(text.substr(8, 2)) : std::optional(0);
  if (!year || !month || !day || *year < 1000) return std::nullopt;
  if (text.size() > 4 && (*month < 1 || *month > 12)) return std::nullopt;
  if (text.size() > 7 && (*day < 1 || *day > 31)) return std::nullopt;
  return birth_date{*year, *month, *day};
}

std::optional<std::string> tolerant(const birth_date& date) {
  if (!date.whole()) return std::nullopt;
  auto one = date.month;
  auto other = date.day;
  if (other <= 12 && other < one) std::swap(one, other);
  return std::to_string(date.year) + "-" + std::to_string(one) + "-" + std::to_string(other);
}

std::vector<std::string> sound_pairs(const std::vector<std::string>& name, const sounds& sound) {
  std::vector<std::string> pairs;
  if (name.size() < 2) return pairs;
  for (const auto& first : codes_of(name.front(), sound)) {
    for (const auto& last : codes_of(name.back(), sound)) {
      auto pair = first < last ? first + " " + last : last + " " + first;
      if (!holds(pairs, pair)) pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

std::vector<std::string> sound_words(const std::vector<std::string>& name, const sounds& sound) {
  std::vector<std::string> words;
  if (name.empty()) return words;
  for (const auto* word : {&name.front(), &name.back()}) {
    for (auto& code : codes_of(*word, sound)) {
      if (!holds(words, code)) words.push_back(std::move(code));
    }
  }
  return words;
}

} // namespace frontdoor::triage::history
