#include "tests/cases/stage.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
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

// All on one database, which is the first one's to fill with accounts.
std::vector<std::unique_ptr<served_frontdoor>> served_at(triage::timestamp start, std::size_t count) {
  const auto database = testing::fresh_database();
  testing::superuser_sql(
      database, "insert into manual_clock (at) values ('" + triage::to_rfc3339(start) + "') returning at"
  );
  std::vector<std::unique_ptr<served_frontdoor>> servers;
  for (std::size_t i = 0; i < count; ++i) {
    tests::serve_options options{{"--clock=manual"}, database, {}};
    if (i != 0) options.api_key = servers.front()->api_key();
    servers.push_back(std::make_unique<served_frontdoor>(std::move(options)));
  }
  return servers;
}

} // namespace

stage::stage(triage::timestamp start, std::size_t servers) : servers_(served_at(start, servers)), now_(start) {
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

const tests::http_caller& stage::caller(std::size_t server, const std::string& who) {
  const auto known = signed_in_.find({server, who});
  if (known != signed_in_.end()) return known->second;
  auto& at = *servers_[server];
  auto made = who == "partner" ? at.program() : at.person(accounts().at(who));
  return signed_in_.emplace(std::pair(server, who), std::move(made)).first->second;
}

std::size_t stage::next_server(bool contact) {
  if (only_) return *only_;
  return (contact ? contacts_++ : others_++) % servers_.size();
}

std::uint64_t stage::position_at(std::size_t server) {
  static const std::string name = "\nfrontdoor_log_position ";
  const auto answer = call_at(server, "admin", "GET", "/metrics", "", {});
  const auto found = answer.body.find(name);
  if (answer.status != 200 || found == std::string::npos) throw std::runtime_error("no metrics: " + answer.body);
  return static_cast<std::uint64_t>(std::stod(answer.body.substr(found + name.size(), 30)));
}

// What one server has answered the other tells a moment later: it hears of it as a console does.
void stage::await_news(std::size_t server) {
  constexpr std::chrono::seconds longest{5};
  if (server == asked_last_) return;
  const auto wanted = position_at(asked_last_);
  if (!tests::eventually([&] { return position_at(server) >= wanted; }, longest))
    throw std::runtime_error("server " + std::to_string(server + 1) + " has not heard what the other one did");
  asked_last_ = server;
}

tests::reply stage::call_at(
    std::size_t server, const std::string& who, const std::string& method, const std::string& path,
    const std::string& body, const tests::header_list& headers
) {
  auto answer = caller(server, who).call(method, path, body, headers);
  if (answer.status != 401) return answer;
  signed_in_.erase({server, who}); // the session has ended in the meantime
  return caller(server, who).call(method, path, body, headers);
}

tests::reply stage::call(
    const std::string& who, const std::string& method, const std::string& path, const std::string& body,
    const tests::header_list& headers
) {
  const auto server = next_server(method == "POST" && path == "/v1/contacts");
  await_news(server);
  return call_at(server, who, method, path, body, headers);
}

void stage::on_each(const std::function<void(const std::string&)>& ask) {
  for (std::size_t server = 0; server < servers_.size(); ++server) {
    only_ = server;
    ask(servers_.size() == 1 ? "" : "at server " + std::to_string(server + 1) + ": ");
  }
  only_.reset();
}

std::string stage::acknowledge(const std::string& who, const std::string& dispatch) {
  const auto server = next_server(false);
  await_news(server);
  call_at(server, who, "GET", "/v1/session", "", {}); // signs in anew where that session has ended
  tests::console_client console(caller(server, who));
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
