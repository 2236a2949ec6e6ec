#pragma once
// `frontdoor crime import`: the table of crime codes from a spreadsheet's export.

#include <ostream>
#include <string>

namespace frontdoor {

struct crime_import_arguments {
  std::string file;    // CSV
  std::string source;  // where the table is from
  std::string version; // which edition
  std::string out = "config/crime/codes.json";
};

// Checks the whole file, then writes the table in one step; on any fault lists all with line and column and writes
// nothing. Returns the process's exit code.
int run_crime_import(const crime_import_arguments& given, std::ostream& out, std::ostream& err);

} // namespace frontdoor
