#pragma once
// A control room without sockets: contacts that are taken, decided and committed as in the server, and consoles whose
// wire is held in the test's hand.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/command/command_runner.hpp"
#include "server/console/protocol.hpp"
#include "server/dispatch/feed.hpp"
#include "server/dispatch/hub.hpp"
#include "tests/integration/db/log_fixture.hpp"
#include "tests/support/policy_pack_files.hpp"

namespace frontdoor::testing {

// A console's connection: keeps what it is sent. `stalled` holds every byte in flight, as a peer that does not read.
class held_wire final : public console::connection {
 public:
  void send(std::shared_ptr<const std::string> message) override {
    if (stalled) in_flight += message->size();
    messages.push_back(nlohmann::json::parse(*message));
  }
  std::size_t bytes_in_flight() const override { return in_flight; }
  void close(console::close_code code, std::string_view reason) override {
    closed = code;
    closed_for = reason;
  }

  // The messages of that type since the last look at it; the others stay.
  std::vector<nlohmann::json> take(const std::string& type);

  std::deque<nlohmann::json> messages;
  bool stalled = false;
  std::size_t in_flight = 0;
  std::optional<console::close_code> closed;
  std::string closed_for;
};

struct open_console {
  std::shared_ptr<held_wire> wire;
  std::shared_ptr<console::session> session;

  void say(const nlohmann::json& message) const { session->on_message(message.dump()); }
};

class control_room {
 public:
  explicit control_room(
      std::size_t ring_bytes = 1 << 20, console::protocol_options options = {}, std::uint64_t resume_events_max = 10'000
  );
  ~control_room();
  control_room(const control_room&) = delete;
  control_room& operator=(const control_room&) = delete;

  open_console connect(auth::principal who);
  // Takes a contact; the incident it opened, as its card.
  nlohmann::json take(const nlohmann::json& facts, const std::string& district, const std::string& narrative = "words");
  nlohmann::json raise(const triage::uuid& incident, const std::string& grade);
  // Lets everything under way finish.
  void settle();

  // The log can no longer be read.
  void lose_log() { pool_.hold(true); }

  dispatch::hub& hub() { return *hub_; }
  boost::asio::io_context& io() { return io_; }
  db::log_queries& queries() { return queries_; }
  db::database_options database;
  // What the server would say on asking again who someone is.
  std::optional<auth::principal> known_now;

 private:
  nlohmann::json run_command(std::optional<triage::uuid> target, triage::command command);

  boost::asio::io_context io_;
  std::unique_ptr<observe::log> log_;
  observe::metrics metrics_;
  schema::schema_set schemas_;
  clock::fixed_clock clock_;
  clock::identifiers identifiers_;
  db::database_pool pool_;
  db::log_queries queries_;
  std::shared_ptr<dispatch::feed> feed_;
  std::unique_ptr<dispatch::hub> hub_;
  std::shared_ptr<dispatch::past_events> past_;
  db::writer writer_;
  command::command_runner commands_;
  std::unique_ptr<console::protocol_services> services_;
};

// Someone signed in with that role; `districts` empty sees the whole force.
auth::principal signed_in(auth::role role, std::vector<std::string> districts = {});

} // namespace frontdoor::testing
