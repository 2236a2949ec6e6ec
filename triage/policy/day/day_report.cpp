#include <array>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "triage/policy/day/day.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::string number(double value, int width, int decimals) {
  std::array<char, 64> buffer{};
  const auto size = std::snprintf(buffer.data(), buffer.size(), "%*.*f", width, decimals, value);
  return {buffer.data(), static_cast<std::size_t>(size)};
}

std::string code_of(const policy_pack& pack, std::size_t grade) {
  return grade < pack.grades.size() ? pack.grades[grade].code : "ungraded";
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

} // namespace

std::string to_text(const day_result& result, const policy_pack& pack, const day_plan& plan) {
  std::string text = pack.name + ' ' + pack.version + ", a day of " + std::to_string(result.incidents) +
                     " incidents and " + std::to_string(result.contacts) + " contacts, seed " +
                     std::to_string(result.seed) + "\n\nGrades of the incidents\n";
  for (std::size_t grade = 0; grade < result.grades.size(); ++grade) {
    text += "  " + padded(code_of(pack, grade), 12) + number(share(result.grades[grade], result.incidents), 6, 1) +
            " %  " + std::to_string(result.grades[grade]) + '\n';
  }
  text += "\nHour      contacts  units bound\n";
  for (std::size_t hour = 0; hour < hours_a_day; ++hour) {
    text += "  " + number(static_cast<double>(hour), 2, 0) + ":00 " + number(result.contacts_by_hour[hour], 10, 0) +
            number(result.units_by_hour[hour], 13, 1) + '\n';
  }
  text += "\nQuestions asked              " + number(result.questions, 8, 0) + ", " +
          number(result.questions / static_cast<double>(result.contacts), 0, 1) + " a contact";
  text += "\nMinutes spent on questions   " + number(result.question_minutes, 8, 0) + " at " +
          number(plan.seconds_a_question, 0, 0) + " s each";
  text += "\nContacts that make incidents " + number(share(result.made_incidents, result.contacts), 8, 1) + " %\n";
  if (plan.facts_left_out.empty()) return text;
  text += "\nThe pack does not know these facts of the day:";
  for (const auto& key : plan.facts_left_out)
    text += ' ' + key;
  return text + '\n';
}

json to_json(const day_result& result, const policy_pack& pack, const day_plan& plan) {
  json document{
      {"pack", pack.name},
      {"version", pack.version},
      {"seed", result.seed},
      {"incidents", result.incidents},
      {"contacts", result.contacts},
      {"grades", json::object()},
      {"contacts_by_hour", result.contacts_by_hour},
      {"units_by_hour", result.units_by_hour},
      {"questions", result.questions},
      {"question_minutes", result.question_minutes},
      {"contacts_that_make_incidents_percent", share(result.made_incidents, result.contacts)},
      {"facts_left_out", plan.facts_left_out},
      {"kinds", json::array()}
  };
  for (std::size_t grade = 0; grade < result.grades.size(); ++grade) {
    document["grades"][code_of(pack, grade)] = {
        {"incidents", result.grades[grade]}, {"percent", share(result.grades[grade], result.incidents)}
    };
  }
  for (std::size_t i = 0; i < plan.kinds.size(); ++i) {
    json grades = json::object();
    for (std::size_t grade = 0; grade < result.kinds[i].grades.size(); ++grade) {
      if (result.kinds[i].grades[grade] != 0) grades[code_of(pack, grade)] = result.kinds[i].grades[grade];
    }
    document["kinds"].push_back({{"id", plan.kinds[i].id}, {"contacts", result.kinds[i].contacts}, {"grades", grades}});
  }
  return document;
}

} // namespace frontdoor::triage
