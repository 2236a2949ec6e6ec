#pragma once
// The built server with a database of its own and a clock that is moved by hand, and the people of the cases. There may
// be more servers on that database: contacts then go to each in turn, and so does every other call.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/served_frontdoor.hpp"
#include "triage/time.hpp"

namespace frontdoor::cases {

class stage {
 public:
  // Starts that many servers; their clock shows `start`.
  stage(triage::timestamp start, std::size_t servers);

  // One call by that actor (README.md, `as`), who signs in where needed.
  tests::reply call(
      const std::string& who, const std::string& method, const std::string& path, const std::string& body,
      const tests::header_list& headers
  );
  // Does it with each server in turn as the one that call() asks; `at` names the server where there are more of them.
  void on_each(const std::function<void(const std::string& at)>& ask);
  // That actor acknowledges a dispatch on a console; "" or why it was refused.
  std::string acknowledge(const std::string& who, const std::string& dispatch);

  triage::timestamp now() const { return now_; }
  // Moves the clock on, through everything that falls due on the way.
  void advance_to(triage::timestamp at);

 private:
  void make_account(const std::string& account, const std::string& role);
  const tests::http_caller& caller(std::size_t server, const std::string& who);
  std::size_t next_server(bool contact);
  void await_news(std::size_t server);
  std::uint64_t position_at(std::size_t server);
  tests::reply call_at(
      std::size_t server, const std::string& who, const std::string& method, const std::string& path,
      const std::string& body, const tests::header_list& headers
  );

  std::vector<std::unique_ptr<tests::served_frontdoor>> servers_;
  std::map<std::pair<std::size_t, std::string>, tests::http_caller> signed_in_; // by server and actor
  std::optional<std::size_t> only_;                                             // every call goes there
  std::size_t contacts_ = 0;
  std::size_t others_ = 0;
  std::size_t asked_last_ = 0;
  triage::timestamp now_;
};

} // namespace frontdoor::cases
