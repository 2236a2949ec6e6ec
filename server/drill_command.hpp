#pragma once
// `frontdoor drill`: a timed fail-over and restore drill (lessons.md R21). It touches no running server: a server of
// its own and a PostgreSQL of its own in a temporary folder take contacts, lose the database by SIGKILL, go on, and get
// it back; then every acknowledged contact is looked for in the log.

#include <cstddef>
#include <ostream>
#include <string>

namespace frontdoor {

struct drill_arguments {
  std::size_t contacts = 100; // of each part
  std::string report;         // file; empty: none
  bool json = false;
};

// Run in the folder with config/, schemas/ and migrations/. Returns 0 when nothing was lost or doubled, 1 when
// something was, 2 when the drill could not be run.
int run_drill(const drill_arguments& given, std::ostream& out, std::ostream& err);

} // namespace frontdoor
