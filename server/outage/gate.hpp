#pragma once
// Where commands go while the record is away: decided by the same core on what this server holds in memory, kept in the
// journal, answered and shown to this server's consoles. On the I/O thread.
//
// Invariants. Nothing is answered or shown before it is on the disk. An incident is decided on by one command at a
// time. A key that was used in this outage gets its first answer again.

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "server/command/command_runner.hpp"
#include "server/dispatch/hub.hpp"
#include "server/journal/journal.hpp"

namespace frontdoor::outage {

// An answer as it is given in an outage: `degraded` is true, the temporary number is there, and no position.
std::string degraded_answer(const std::string& answer, const std::optional<std::string>& number);

class gate final : public command::stand_in {
 public:
  using policy_source = std::function<std::shared_ptr<const triage::policy_pack>()>;

  gate(
      boost::asio::any_io_executor io, journal::journal& journal, dispatch::hub& hub, clock::clock& clock,
      clock::identifiers& identifiers, policy_source policy, command::crime_rules_source crime_rules,
      std::string number_prefix
  );

  bool active() const override { return open_; }
  boost::asio::awaitable<command::outcome>
  run(command::origin from, std::optional<triage::uuid> target, triage::command command,
      command::answer_writer write) override;
  boost::asio::awaitable<command::outcome> keep(
      command::origin from, triage::decision decision, db::append_command in_doubt, triage::command command,
      command::answer_writer write
  ) override;

  // Opened when the record goes; commands come here from then on.
  void open() { open_ = true; }
  // The last of them are let in, those that come now wait: until close() or let_in().
  void hold_back() { holding_back_ = true; }
  void let_in() { holding_back_ = false; }
  std::size_t under_way() const { return under_way_; }
  // All that was kept is in the record: commands go there again.
  void close();

  // Fires what fell due on incidents that the outage changed. Messages are not sent meanwhile.
  boost::asio::awaitable<void> fire_due();

 private:
  struct answered {
    db::digest request_hash{};
    std::string answer;
  };
  boost::asio::awaitable<void> wait_for_turn(std::optional<triage::uuid> incident);
  boost::asio::awaitable<command::outcome> decide_and_keep(
      command::origin from, std::optional<triage::uuid> target, triage::command command, command::answer_writer write
  );
  boost::asio::awaitable<command::outcome>
  store(journal::entry entry, std::optional<std::uint64_t> number, triage::decision decision, std::string shown_number);

  boost::asio::any_io_executor io_;
  journal::journal& journal_;
  dispatch::hub& hub_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  policy_source policy_;
  command::crime_rules_source crime_rules_;
  std::string number_prefix_;
  std::map<db::digest, answered> answers_;
  std::set<triage::uuid> busy_;
  std::size_t under_way_ = 0;
  bool open_ = false;
  bool holding_back_ = false;
};

} // namespace frontdoor::outage
