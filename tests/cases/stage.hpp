#pragma once
// The built server with a database of its own and a clock that is moved by hand, and the people of the cases.

#include <map>
#include <memory>
#include <string>

#include "tests/support/served_frontdoor.hpp"
#include "triage/time.hpp"

namespace frontdoor::cases {

class stage {
 public:
  // Starts the server; its clock shows `start`.
  explicit stage(triage::timestamp start);

  // One call by that actor (README.md, `as`), who signs in where needed.
  tests::reply call(
      const std::string& who, const std::string& method, const std::string& path, const std::string& body,
      const tests::header_list& headers
  );
  // That actor acknowledges a dispatch on a console; "" or why it was refused.
  std::string acknowledge(const std::string& who, const std::string& dispatch);

  triage::timestamp now() const { return now_; }
  // Moves the clock on, through everything that falls due on the way.
  void advance_to(triage::timestamp at);

 private:
  void make_account(const std::string& account, const std::string& role);
  const tests::http_caller& caller(const std::string& who);

  std::unique_ptr<tests::served_frontdoor> server_;
  std::map<std::string, tests::http_caller> signed_in_;
  triage::timestamp now_;
};

} // namespace frontdoor::cases
