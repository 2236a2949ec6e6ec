// Any bytes: the CSV reader neither crashes nor loses a cell, and what the import takes can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "triage/crime/code_table.hpp"
#include "triage/crime/csv.hpp"

using namespace frontdoor::triage::crime;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

// The rows with every cell quoted.
std::string written(const std::vector<csv_row>& rows) {
  std::string out;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? "\"" : ",\"";
      for (const char c : row[i].text) {
        if (c == '"') out += '"';
        out += c;
      }
      out += '"';
    }
    out += "\r\n";
  }
  return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rows = read_csv(text);
  if (!rows) {
    for (const auto& fault : rows.error())
      must(fault.pointer.starts_with("line ") && !fault.detail.empty() && !fault.remedy.empty());
    return 0;
  }
  const auto again = read_csv(written(*rows));
  must(again.has_value() && again->size() == rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) {
    must((*again)[i].size() == (*rows)[i].size());
    for (std::size_t k = 0; k < (*rows)[i].size(); ++k)
      must((*again)[i][k].text == (*rows)[i][k].text);
  }
  if (const auto table = import_codes(text, "fuzz", "1")) {
    const auto document = nlohmann::json::parse(to_json(*table).dump());
    must(code_table_from_json(document, "codes.json") == *table);
  }
  return 0;
}
