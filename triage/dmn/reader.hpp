#pragma once
// Reads DMN XML (1.1 to 1.5 namespaces, DMN 1.3 to 1.5 content) from a string. Pure: opens no file, follows no import.

#include <expected>
#include <string>
#include <string_view>

#include "triage/dmn/model.hpp"
#include "triage/fault.hpp"

namespace frontdoor::triage::dmn {

// Bounds on what is read; more is a fault.
struct reader_limits {
  std::size_t bytes = 16U << 20U; // size of the text
  std::size_t depth = 200;        // nested elements
  std::size_t faults = 200;       // faults listed before reading stops
};

// Reads one model. `file_name` only serves to name the file in faults. Returns the model, or every fault found, each
// with file, element path (in `pointer`) and, in `detail`, line and column. FEEL texts are not parsed here. Safe to
// call from any thread.
std::expected<definitions, faults>
read_definitions(std::string_view xml, std::string file_name, const reader_limits& limits = {});

// A name as DMN compares it: no space at the ends, one space for every run of white space within (chapter 10.3.1.2).
std::string normal_name(std::string_view text);

} // namespace frontdoor::triage::dmn
