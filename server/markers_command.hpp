#pragma once
// `frontdoor markers import`: markers from a spreadsheet's CSV export.

#include <iosfwd>
#include <string>

#include "server/config/settings.hpp"

namespace frontdoor {

struct marker_arguments {
  std::string file;
  std::string source; // the record they are from; its earlier markers are replaced
};

// Exit code: 0 imported, 1 nothing was changed; what is wrong is on `err`.
int run_marker_import(
    const config::settings& settings, const marker_arguments& given, std::ostream& out, std::ostream& err
);

} // namespace frontdoor
