#pragma once
// The files under schemas/, loaded once for all tests here. Tests run in the checkout's root.

#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "server/schema/json_schema.hpp"
#include "tests/support/whole_file.hpp"

namespace frontdoor::schema::test {

inline const std::map<std::string, std::string>& contract_files() {
  static const auto files = read_schema_files("schemas");
  return files;
}

inline const schema_set& contract() {
  static const auto loaded = schema_set::load(contract_files());
  if (!loaded)
    throw std::runtime_error(
        loaded.error().front().file + loaded.error().front().pointer + ": " + loaded.error().front().detail
    );
  return *loaded;
}

inline std::string listed(const triage::faults& faults) {
  std::string out;
  for (const auto& fault : faults) {
    out += fault.file + " " + fault.pointer + " " + fault.code + ": " + fault.detail + " -> " + fault.remedy + "\n";
  }
  return out;
}

} // namespace frontdoor::schema::test
