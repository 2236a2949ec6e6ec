#pragma once
// `frontdoor training purge` and `frontdoor training check`.

#include <iosfwd>
#include <string>

#include "server/config/settings.hpp"

namespace frontdoor {

struct training_arguments {
  std::string before; // "2026-03-01"; empty: none was named
  bool all = false;
};

// Deletes exercises and says how many went, by the same code as POST /v1/training/purge. Exit code: 0 done, 1 nothing
// was deleted; what is wrong is on `err`.
int run_training_purge(
    const config::settings& settings, const training_arguments& given, std::ostream& out, std::ostream& err
);

// Reads the training data and checks every scenario against the pack in force. Exit code: 0 all is right, 1 a fault,
// listed on `err`. Needs no database.
int run_training_check(const config::settings& settings, std::ostream& out, std::ostream& err);

} // namespace frontdoor
