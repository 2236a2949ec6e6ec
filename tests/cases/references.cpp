#include "tests/cases/references.hpp"

#include <cmath>
#include <regex>
#include <utility>

#include <fmt/format.h>

namespace frontdoor::cases {

namespace {

using nlohmann::json;

const std::regex& part_pattern() {
  static const std::regex pattern(R"(\.([a-z0-9_]+)(?:\[([a-z_]+)=([^\]]+)\])?)");
  return pattern;
}

const std::regex& answer_pattern() {
  static const std::regex pattern(R"(\$([a-z][a-z0-9_]*)((?:\.[a-z0-9_]+(?:\[[a-z_]+=[^\]]+\])?)*))");
  return pattern;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

const json* part_of(const json& value, const std::string& name) {
  if (value.is_array() && is_number(name)) {
    const auto at = std::stoul(name);
    return at < value.size() ? &value[at] : nullptr;
  }
  if (!value.is_object()) return nullptr;
  const auto found = value.find(name);
  return found == value.end() ? nullptr : &*found;
}

// The last element whose member has that value.
const json* chosen(const json& list, const std::string& member, const std::string& wanted) {
  const json* found = nullptr;
  if (!list.is_array()) return found;
  for (const auto& one : list) {
    const auto* value = part_of(one, member);
    if (value != nullptr && (*value == wanted || value->dump() == wanted)) found = &one;
  }
  return found;
}

// The id of what an answer is about.
const json* id_of(const json& answer) {
  for (const auto* name : {"incident", "task", "approval", "contact"}) {
    const auto* about = part_of(answer, name);
    if (about != nullptr && about->is_object()) return part_of(*about, "id");
  }
  return part_of(answer, "id");
}

json answer_part(const std::string& name, const std::string& parts, const surroundings& around) {
  const auto known = around.answers.find(name);
  if (known == around.answers.end()) throw unresolved("there is no answer \"" + name + "\"");
  const json* value = parts.empty() ? id_of(known->second) : &known->second;
  for (std::sregex_iterator at(parts.begin(), parts.end(), part_pattern()), end; at != end && value != nullptr; ++at) {
    value = part_of(*value, (*at)[1]);
    if (value != nullptr && (*at)[2].matched) value = chosen(*value, (*at)[2], (*at)[3]);
  }
  if (value == nullptr) throw unresolved("the answer \"" + name + "\" has no " + (parts.empty() ? ".id" : parts));
  return *value;
}

json instant(const std::string& minutes, const surroundings& around) {
  const auto away = std::chrono::microseconds(std::llround(std::stod(minutes) * 60e6));
  return triage::to_rfc3339(around.start + away);
}

// Numbers kept for fiction (Ofcom, mobile); places on a grid of the force's area, a kilometre from case to case.
json own(const std::string& what, int count, const surroundings& around) {
  if (what == "phone") return fmt::format("+447700900{:03}", (around.number * 5 + count) % 1000);
  if (what == "uprn") return fmt::format("9{:07}{:03}", around.number, count);
  if (what == "ref") return fmt::format("CASE-{:04}-{:03}", around.number, count);
  if (what == "lat") return 53.30 + 0.01 * (around.number % 40) + 0.00001 * count;
  return -2.50 + 0.015 * (around.number / 40) + 0.00001 * count;
}

json alone(const std::string& text, const surroundings& around) {
  static const std::regex minute(R"(@([+-][0-9]+(?:\.[0-9]+)?))");
  static const std::regex of_case(R"(#(phone|uprn|ref|lat|lon)([0-9]{1,2}))");
  std::smatch found;
  if (std::regex_match(text, found, minute)) return instant(found[1], around);
  if (std::regex_match(text, found, of_case)) return own(found[1], std::stoi(found[2]), around);
  if (std::regex_match(text, found, answer_pattern())) return answer_part(found[1], found[2], around);
  return {};
}

} // namespace

std::string put_in_text(const std::string& text, const surroundings& around) {
  std::string out;
  auto rest = text.cbegin();
  for (std::sregex_iterator at(text.begin(), text.end(), answer_pattern()), end; at != end; ++at) {
    out.append(rest, (*at)[0].first);
    rest = (*at)[0].second;
    const auto value = answer_part((*at)[1], (*at)[2], around);
    out += value.is_string() ? value.get<std::string>() : value.dump();
  }
  return out.append(rest, text.cend());
}

json put_in(const json& value, const surroundings& around) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (auto whole = alone(text, around); !whole.is_null()) return whole;
    return put_in_text(text, around);
  }
  if (!value.is_structured()) return value;
  json out = value;
  for (auto& one : out)
    one = put_in(one, around);
  return out;
}

} // namespace frontdoor::cases
