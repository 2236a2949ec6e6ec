#pragma once
// `frontdoor account create`: the first administrator of a system that has none.

#include <istream>
#include <ostream>
#include <string>

#include "server/config/settings.hpp"

namespace frontdoor {

struct account_arguments {
  std::string name;
  std::string role;
  std::string display_name;
};

// Makes the account in the configured database; its password is the first line of `in`. Returns the exit code.
int run_account_command(
    const config::settings& settings, const account_arguments& given, std::istream& in, std::ostream& out,
    std::ostream& err
);

} // namespace frontdoor
