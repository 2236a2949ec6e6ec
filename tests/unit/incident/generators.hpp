#pragma once
// Arbitrary commands and stories for the properties.

#include <string>
#include <vector>

#include "story.hpp"

namespace frontdoor::triage::testing {

// A marker that stands in every personal member of what is generated and nowhere else.
inline const std::string personal_marker = "P3RS0NAL";

// One step of a story that does not yet know the ids it will speak of.
struct step {
  enum class kind { take, join, update, grade, note, acknowledge, acknowledge_earlier, fire, wait };
  kind what = kind::take;
  nlohmann::json facts = nlohmann::json::object();
  std::string grade;
  bool own_grade = false;
  unsigned who = 0;
  unsigned seconds = 0;
};

std::vector<step> arbitrary_steps();
nlohmann::json arbitrary_facts();

// Takes the step in the story; the answer of `decide`, or nothing for a step that only waits.
std::optional<std::expected<decision, refusal>> take(story& incident, const step& next, unsigned number);

} // namespace frontdoor::triage::testing
