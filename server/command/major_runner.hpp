#pragma once
// Carries out decisions on major incidents: one decision appends to the major incident's stream and to its incident's,
// all or none.

#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/command_runner.hpp"
#include "server/command/stored_incident.hpp"
#include "triage/incident/major.hpp"

namespace frontdoor::command {

struct stored_major {
  db::stream_row row;
  std::optional<triage::major_incident> state; // none: there is no such major incident
};

// From its snapshot, or folded anew from the log when the snapshot is of another fold.
boost::asio::awaitable<db::query_result<stored_major>> load_major(db::log_queries& queries, triage::uuid id);

class major_runner {
 public:
  // Decides on the state as it is; `state` is none for a declaration.
  using decider = std::function<triage::major_outcome(
      const std::optional<triage::major_incident>& state, const triage::incident& on, const triage::context& context
  )>;
  // Writes the answer, which is kept for repeats.
  using answer = std::function<std::string(const triage::major_incident& after, const triage::major_decision& made)>;

  major_runner(
      db::log_queries& queries, db::writer& writer, clock::clock& clock, clock::identifiers& identifiers,
      command_runner::policy_source policy
  )
      : queries_(queries), writer_(writer), clock_(clock), identifiers_(identifiers), policy_(std::move(policy)) {}

  using result = std::expected<std::string, failed>;

  // On the major incident, or for a declaration on the incident. On the I/O thread.
  boost::asio::awaitable<result>
  run(origin from, std::optional<triage::uuid> major, triage::uuid on, decider decide, answer write);

  // What the request was answered whose key was used before; none: the key is new, or there is none.
  boost::asio::awaitable<std::optional<result>> answered_before(const origin& from);

 private:
  db::log_queries& queries_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  command_runner::policy_source policy_;
};

} // namespace frontdoor::command
