// The reference and the sample file, both written from the table of keys.

#include <string>
#include <variant>

#include "server/config/settings.hpp"
#include "server/config/settings_table.hpp"

namespace frontdoor::config {

namespace {

bool is_number(const key& k) {
  return std::holds_alternative<number_field>(k.field) || std::holds_alternative<duration_field>(k.field);
}

std::string toml_default(const key& k) {
  if (is_number(k)) return std::string(k.standard);
  if (std::holds_alternative<list_field>(k.field)) return "[]";
  return "\"" + std::string(k.standard) + "\"";
}

std::string limits(const key& k) {
  if (!k.choices.empty()) {
    std::string text = "one of ";
    for (const char c : k.choices)
      text += c == '|' ? std::string(", ") : std::string(1, c);
    return text;
  }
  if (is_number(k)) {
    auto text = std::to_string(k.least) + " to " + std::to_string(k.most);
    if (!k.unit.empty()) text += " " + std::string(k.unit);
    return text;
  }
  if (std::holds_alternative<list_field>(k.field)) return "at most " + std::to_string(k.most);
  return k.least > 0 ? "not empty" : "";
}

bool in_section(const key& k, const section& s) {
  return k.name.starts_with(std::string(s.name) + ".");
}

std::string wrapped(std::string_view text, std::string_view start, std::size_t width) {
  std::string result;
  std::string line(start);
  while (!text.empty()) {
    const auto space = text.find(' ');
    const auto word = text.substr(0, space);
    if (line.size() > start.size() && line.size() + 1 + word.size() > width) {
      result += line + "\n";
      line = std::string(start);
    }
    line += " " + std::string(word);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return result + line + "\n";
}

} // namespace

std::string reference_markdown() {
  std::string text = "# Configuration\n\n"
                     "Written by `frontdoor config doc` from the server's own table of keys; do not edit.\n\n"
                     "A value is taken from the last of these that gives one: the default below, the file "
                     "(`config/frontdoor.toml`, or\n"
                     "`--config FILE`, or the file that `FRONTDOOR_CONFIG` names), the environment variable named "
                     "below, the command line\n"
                     "(`--set http.port=9000`). In the environment and on the command line a list is separated by "
                     "commas. An unknown key,\n"
                     "in the file or as a `FRONTDOOR_` variable, is refused with the nearest known one. `frontdoor "
                     "config check` lists\n"
                     "every fault and starts nothing.\n";
  for (const auto& s : sections()) {
    text += "\n## " + std::string(s.name) + "\n\n" + std::string(s.meaning) + "\n\n";
    text += "| key | type | default | limits | meaning | environment |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto& k : keys()) {
      if (!in_section(k, s)) continue;
      text += "| `" + std::string(k.name) + "` | " + std::string(k.type_name()) + " | `" + toml_default(k) + "` | " +
              limits(k) + " | " + std::string(k.meaning) + " | `" + k.environment_name() + "` |\n";
    }
  }
  return text;
}

std::string sample_file() {
  std::string text = "# Frontdoor's settings, each at its default. docs/configuration.md has their limits and names.\n"
                     "# A line takes effect once its # is taken away.\n";
  for (const auto& s : sections()) {
    text += "\n" + wrapped(s.meaning, "#", 118) + "[" + std::string(s.name) + "]\n";
    for (const auto& k : keys()) {
      if (!in_section(k, s)) continue;
      text += "\n" + wrapped(k.meaning, "#", 118);
      text += "# " + std::string(k.name.substr(s.name.size() + 1)) + " = " + toml_default(k) + "\n";
    }
  }
  return text;
}

} // namespace frontdoor::config
