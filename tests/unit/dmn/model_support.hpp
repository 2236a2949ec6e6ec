#pragma once
// Models for tests, written without the noise of their surroundings.

#include <memory>
#include <string>

#include "triage/dmn/engine.hpp"
#include "triage/dmn/reader.hpp"

namespace frontdoor::triage::dmn {

inline std::string model_text(const std::string& content, const std::string& ns = "urn:test") {
  return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"test\" namespace=\"" + ns +
         "\">\n" + content + "\n</definitions>";
}

inline std::shared_ptr<const definitions> model_of(const std::string& content, const std::string& ns = "urn:test") {
  auto read = read_definitions(model_text(content, ns), "test.dmn");
  if (!read) return nullptr;
  return std::make_shared<const definitions>(std::move(*read));
}

} // namespace frontdoor::triage::dmn
