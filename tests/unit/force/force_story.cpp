#include "force_story.hpp"

namespace frontdoor::triage::force::testing {

const rules& the_force() {
  static const auto read =
      read_rules(nlohmann::json::parse(tests::content_of("config/force/force.json")), "force.json").value();
  return read;
}

} // namespace frontdoor::triage::force::testing
