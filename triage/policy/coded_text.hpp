#pragma once
// A code of a pack with its words.

#include <string>

namespace frontdoor::triage {

struct coded_text {
  std::string code;
  std::string text;
};

} // namespace frontdoor::triage
