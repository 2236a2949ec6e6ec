#include "tests/cases/stage.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/support/console_client.hpp"
#include "tests/support/test_database.hpp"

namespace frontdoor::cases {

namespace {

using nlohmann::json;
using tests::served_frontdoor;

// Who plays whom: demo accounts, and more of the same roles.
const std::map<std::string, std::string>& accounts() {
  static const std::map<std::string, std::string> of{
      {"handler", "handler"},       {"second_handler", "case-handler"},
      {"dispatcher", "dispatcher"}, {"second_dispatcher", "case-dispatcher"},
      {"supervisor", "supervisor"}, {"second_supervisor", "case-supervisor"},
      {"registrar", "registrar"},   {"auditor", "auditor"},
      {"admin", "admin"},
  };
  return of;
}

std::unique_ptr<served_frontdoor> served_at(triage::timestamp start) {
  const auto database = testing::fresh_database();
  testing::superuser_sql(
      database, "insert into manual_clock (at) values ('" + triage::to_rfc3339(start) + "') returning at"
  );
  return std::make_unique<served_frontdoor>(tests::serve_options{{"--clock=manual"}, database, {}});
}

} // namespace

stage::stage(triage::timestamp start) : server_(served_at(start)), now_(start) {
  make_account("case-handler", "call_handler");
  make_account("case-dispatcher", "dispatcher");
  make_account("case-supervisor", "supervisor");
}

void stage::make_account(const std::string& account, const std::string& role) {
  const json wanted{
      {"name", account},
      {"display_name", account},
      {"role", role},
      {"password", tests::demo_password},
      {"districts", json::array()}
  };
  const auto made = call("admin", "POST", "/v1/accounts", wanted.dump(), {});
  if (made.status != 201) throw std::runtime_error("no account " + account + ": " + made.body);
}

const tests::http_caller& stage::caller(const std::string& who) {
  const auto known = signed_in_.find(who);
  if (known != signed_in_.end()) return known->second;
  auto made = who == "partner" ? server_->program() : server_->person(accounts().at(who));
  return signed_in_.emplace(who, std::move(made)).first->second;
}

tests::reply stage::call(
    const std::string& who, const std::string& method, const std::string& path, const std::string& body,
    const tests::header_list& headers
) {
  auto answer = caller(who).call(method, path, body, headers);
  if (answer.status != 401) return answer;
  signed_in_.erase(who); // the session has ended in the meantime
  return caller(who).call(method, path, body, headers);
}

std::string stage::acknowledge(const std::string& who, const std::string& dispatch) {
  call(who, "GET", "/v1/session", "", {}); // signs in anew where that session has ended
  tests::console_client console(caller(who));
  console.subscribe();
  console.send({{"type", "ack"}, {"dispatch", dispatch}});
  const auto said = console.next("acked");
  return said.at("ok") == true ? "" : said.dump();
}

void stage::advance_to(triage::timestamp at) {
  constexpr std::chrono::hours longest{24}; // a call, so that none takes long
  while (now_ < at) {
    const auto to = std::min<triage::timestamp>(at, now_ + longest);
    const auto by = std::chrono::duration<double>(to - now_).count();
    const json body{{"advance", "PT" + std::to_string(by) + "S"}};
    const auto moved = call("admin", "POST", "/v1/test/clock", body.dump(), {});
    if (moved.status != 200) throw std::runtime_error("the clock does not move: " + moved.body);
    now_ = to;
  }
}

} // namespace frontdoor::cases
