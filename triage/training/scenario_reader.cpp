#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/training/scenario.hpp"

namespace frontdoor::triage::training {

namespace {

using nlohmann::json;

// The schema has said that they are texts.
std::vector<std::string> listed_codes(const json& from, const char* name) {
  const json* list = member_of(from, name);
  if (list == nullptr || !list->is_array()) return {};
  std::vector<std::string> out;
  for (const auto& one : *list)
    if (one.is_string()) out.push_back(one.get<std::string>());
  return out;
}

std::uint32_t seconds_of(const json& from, const char* name) {
  const json* value = member_of(from, name);
  return value != nullptr && value->is_number_unsigned() ? value->get<std::uint32_t>() : 0;
}

template <typename Each> void each_of(const json& from, const char* name, Each&& visit) {
  const json* list = member_of(from, name);
  if (list == nullptr || !list->is_array()) return;
  std::size_t place = 0;
  for (const auto& one : *list)
    visit(one, std::string("/") + name + "/" + std::to_string(place++));
}

expected_assessment expected_of(const json& document) {
  expected_assessment out;
  const json* from = member_of(document, "expected");
  if (from == nullptr) return out;
  if (const json* grades = member_of(*from, "grades"); grades != nullptr && grades->is_object()) {
    for (const auto& [pack, grade] : grades->items())
      if (grade.is_string()) out.grades.emplace(pack, grade.get<std::string>());
  }
  out.pathway = text_of(*from, "pathway").value_or("");
  out.flags = listed_codes(*from, "flags");
  out.must_ask = listed_codes(*from, "must_ask");
  out.grade_within_s = seconds_of(*from, "grade_within_s");
  out.contact_only = text_of(*from, "contact_only");
  return out;
}

} // namespace

const caller_answer* scenario::find(std::string_view fact) const {
  const auto found = std::ranges::find(answers, fact, &caller_answer::fact);
  return found == answers.end() ? nullptr : &*found;
}

const std::string* scenario::grade_for(std::string_view pack) const {
  const auto found = expected.grades.find(std::string(pack));
  return found == expected.grades.end() ? nullptr : &found->second;
}

json scenario::all_facts() const {
  json out = json::object();
  for (const auto& one : answers)
    out[one.fact] = one.value.value();
  return out;
}

std::expected<scenario, faults> read_scenario(const json& document, const std::string& file) {
  scenario out;
  faults found;
  const auto fail = [&](std::string pointer, const char* code, std::string detail, std::string remedy) {
    found.push_back({std::move(pointer), code, std::move(detail), std::move(remedy), file});
  };
  out.code = text_of(document, "scenario").value_or("");
  out.version = seconds_of(document, "version");
  out.title = text_of(document, "title").value_or("");
  out.channel = text_of(document, "channel").value_or("");
  out.teaching = text_of(document, "teaching").value_or("");
  out.expected = expected_of(document);
  if (file != out.code + ".json")
    fail("/scenario", "wrong_name", "The file is not called after its scenario.", "Call it " + out.code + ".json.");
  each_of(document, "lines", [&](const json& one, const std::string& at) {
    played_line line{seconds_of(one, "after_s"), text_of(one, "who").value_or(""), text_of(one, "text").value_or("")};
    const auto earliest = out.lines.empty() ? 0 : out.lines.back().after_s;
    if (line.after_s < earliest || (out.lines.empty() && line.after_s != 0))
      fail(at + "/after_s", "out_of_order", "Lines stand in their order, the first at 0.", "Put them in order.");
    out.lines.push_back(std::move(line));
  });
  each_of(document, "answers", [&](const json& one, const std::string& at) {
    const json* value = member_of(one, "value");
    caller_answer answer{
        text_of(one, "fact").value_or(""), triage::document(value == nullptr ? json() : *value),
        text_of(one, "words").value_or("")
    };
    if (out.find(answer.fact) != nullptr)
      fail(at + "/fact", "duplicate", "The caller answers this already.", "Give one answer for each fact.");
    out.answers.push_back(std::move(answer));
  });
  for (const auto& fact : out.expected.must_ask) {
    if (out.find(fact) == nullptr)
      fail("/expected/must_ask", "not_answered", "'" + fact + "' must be asked and has no answer.", "Answer it.");
  }
  return unless_faulty(std::move(out), std::move(found));
}

} // namespace frontdoor::triage::training
