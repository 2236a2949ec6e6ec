#include "server/schema/schema_words.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

#include "triage/nearest_name.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::json;

constexpr std::pair<unsigned, const char*> type_names[] = {
    {type_string, "text"},      {type_integer, "a whole number"},
    {type_number, "a number"},  {type_boolean, "true or false"},
    {type_object, "an object"}, {type_array, "a list"},
    {type_null, "null"},
};

std::string value_word(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string joined(const std::vector<std::string>& words, const std::string& last_separator) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? last_separator : ", ";
    out += words[i];
  }
  return out;
}

} // namespace

std::string or_else(const std::string& wanted, const std::string& otherwise) {
  return wanted.empty() ? otherwise : wanted;
}

std::string type_words(unsigned types) {
  std::vector<std::string> words;
  for (const auto& [bit, name] : type_names) {
    if ((types & bit) != 0) words.emplace_back(name);
  }
  return joined(words, " or ");
}

std::string type_remedy(unsigned types) {
  if ((types & type_string) != 0) return "send it as text, in quotation marks";
  return "send it as " + type_words(types);
}

std::string value_words(const std::vector<json>& values) {
  if (values.size() == 1) return value_word(values.front());
  std::vector<std::string> words;
  for (const auto& value : values)
    words.push_back(value_word(value));
  return "one of " + joined(words, ", ");
}

std::string value_remedy(const schema_node& node, const json& value) {
  if (node.values.size() == 1) return "send " + node.values.front().dump();
  if (value.is_string()) {
    std::vector<std::string> texts;
    for (const auto& one : node.values) {
      if (one.is_string()) texts.push_back(one.get<std::string>());
    }
    const auto nearest = triage::nearest_name(value.get_ref<const std::string&>(), texts);
    if (!nearest.empty()) return "did you mean \"" + std::string(nearest) + "\"?";
  }
  return or_else(node.remedy, "choose one of them");
}

std::string missing_remedy(const schema_node& node) {
  if (!node.values.empty()) return "add it: " + value_words(node.values);
  if (node.types != 0) return "add it, as " + type_words(node.types);
  return "add it";
}

std::string format_words(text_format format) {
  switch (format) {
  case text_format::none:
    break;
  case text_format::date_time:
    return "an instant (RFC 3339)";
  case text_format::date:
    return "a date";
  case text_format::uuid:
    return "an id (a UUID)";
  case text_format::duration:
    return "a duration (ISO 8601, days and less)";
  }
  return "as needed";
}

std::string format_remedy(text_format format) {
  switch (format) {
  case text_format::none:
    break;
  case text_format::date_time:
    return "write it as 2026-03-01T21:04:11Z";
  case text_format::date:
    return "write it as 1984-03-01";
  case text_format::uuid:
    return "give the id exactly as the server gave it";
  case text_format::duration:
    return "write it as PT40M, or P1DT2H";
  }
  return {};
}

std::string number_words(double number) {
  if (number == std::floor(number) && std::abs(number) <= 9007199254740992.0) {
    return std::to_string(static_cast<std::int64_t>(number));
  }
  return json(number).dump();
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string member_words(const schema_node& node) {
  std::vector<std::string> words;
  for (const auto& member : node.members)
    words.push_back(member.name);
  return words.empty() ? "nothing" : joined(words, ", ");
}

} // namespace frontdoor::schema
