#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/training/rules.hpp"

namespace frontdoor::triage::training {

namespace {

using nlohmann::json;

template <typename Number> Number number_at(const json& from, const char* pointer) {
  const json::json_pointer at(pointer);
  return from.contains(at) && from.at(at).is_number_unsigned() ? from.at(at).get<Number>() : Number{};
}

own_words_rule words_of(const json& document) {
  const json::json_pointer at("/words/stock_phrases");
  std::vector<std::string> phrases;
  if (document.contains(at)) phrases = document.at(at).get<std::vector<std::string>>();
  return own_words_of(
      number_at<std::uint32_t>(document, "/words/characters_min"),
      number_at<std::uint32_t>(document, "/words/words_min"), phrases
  );
}

} // namespace

const scenario* rules::find(std::string_view code) const {
  const auto found = std::ranges::find(scenarios, code, &scenario::code);
  return found == scenarios.end() ? nullptr : &*found;
}

std::expected<rules, faults> read_rules(const json& document, const std::string& file) {
  rules out;
  out.seed = number_at<std::uint64_t>(document, "/seed");
  out.cannot_say = text_of(document, "cannot_say").value_or("");
  out.exercises_a_day_max = number_at<std::uint32_t>(document, "/exercises_a_day_max");
  out.words = words_of(document);
  out.points.grade = number_at<std::uint32_t>(document, "/points/grade");
  out.points.asked = number_at<std::uint32_t>(document, "/points/asked");
  out.points.heard = number_at<std::uint32_t>(document, "/points/heard");
  out.points.time = number_at<std::uint32_t>(document, "/points/time");
  out.points.pathway = number_at<std::uint32_t>(document, "/points/pathway");
  out.points.flags = number_at<std::uint32_t>(document, "/points/flags");
  out.too_low_percent_a_step = number_at<std::uint32_t>(document, "/too_low/percent_a_step");
  const json::json_pointer fails("/too_low/fails");
  out.too_low_fails = document.contains(fails) && document.at(fails) == true;
  out.too_high_percent_a_step = number_at<std::uint32_t>(document, "/too_high/percent_a_step");
  out.late_nothing_at_percent = number_at<std::uint32_t>(document, "/late/nothing_at_percent");
  out.pass_percent = number_at<std::uint32_t>(document, "/pass_percent");
  out.agreement_trainees_min = number_at<std::uint32_t>(document, "/agreement/trainees_min");
  faults found;
  if (out.too_high_percent_a_step >= out.too_low_percent_a_step)
    found.push_back(
        {"/too_high/percent_a_step", "weighs_too_much",
         "A grade that is too high costs as much as one that is too low.", "Make it less than too_low/percent_a_step.",
         file}
    );
  if (out.points.grade == 0)
    found.push_back({"/points/grade", "out_of_range", "The grade counts for nothing.", "Give it points.", file});
  return unless_faulty(std::move(out), std::move(found));
}

} // namespace frontdoor::triage::training
