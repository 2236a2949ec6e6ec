#include "server/crime_import_command.hpp"

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "server/whole_file.hpp"
#include "triage/crime/code_table.hpp"

namespace frontdoor {

namespace {

// One code a line, so that two editions can be compared by their lines.
std::string table_text(const triage::crime::code_table& table) {
  const nlohmann::json source = table.source;
  const nlohmann::json version = table.version;
  std::string out = "{\n  \"source\": " + source.dump() + ",\n  \"version\": " + version.dump() + ",\n  \"codes\": [\n";
  for (std::size_t i = 0; i < table.codes.size(); ++i)
    out += "    " + to_json(table.codes[i]).dump() + (i + 1 < table.codes.size() ? ",\n" : "\n");
  return out + "  ]\n}\n";
}

} // namespace

int run_crime_import(const crime_import_arguments& given, std::ostream& out, std::ostream& err) {
  const auto text = content_of(given.file);
  if (!text) {
    err << given.file << " cannot be read.\n";
    return 1;
  }
  const auto table = triage::crime::import_codes(*text, given.source, given.version);
  if (!table) {
    err << given.file << " is not right; nothing was written:\n";
    for (const auto& fault : table.error()) {
      err << "  " << fault.pointer << (fault.pointer.empty() ? "" : ": ") << fault.detail;
      if (!fault.remedy.empty()) err << ' ' << fault.remedy;
      err << '\n';
    }
    return 1;
  }
  const auto written = given.out + ".new";
  std::ofstream file(written, std::ios::binary);
  file << table_text(*table);
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(written, given.out, error);
  if (!file || error) {
    err << given.out << " cannot be written.\n";
    return 1;
  }
  out << "Wrote " << table->codes.size() << " codes to " << given.out << ". Restart the server to use them.\n";
  return 0;
}

} // namespace frontdoor
