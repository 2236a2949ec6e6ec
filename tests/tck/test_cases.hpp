#pragma once
// The kit's test case files (testCases.xsd) and how its values are compared.

#include <optional>
#include <string>
#include <vector>

#include "triage/dmn/engine.hpp"

namespace frontdoor::tck {

enum class subject : std::uint8_t { decision, knowledge, service };

struct expected_result {
  std::string name;
  triage::dmn::value content;
  bool error = false; // an error must be raised
};

struct test_case {
  std::string id;
  subject what = subject::decision;
  std::string invocable;
  std::vector<triage::dmn::model_input> inputs;
  std::vector<expected_result> results;
};

struct test_file {
  std::string model; // file name of the model, in the same folder
  std::vector<test_case> cases;
};

// Reads a test case file; nothing when it is not one.
std::optional<test_file> read_test_file(const std::string& xml);

// Numbers agree within 0.00000001 and all else exactly, as the kit's own runners have it.
bool agrees(const triage::dmn::value& expected, const triage::dmn::value& actual);

} // namespace frontdoor::tck
