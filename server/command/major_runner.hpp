#pragma once
// Carries out decisions on major incidents: one decision appends to the major incident's stream and to its incident's,
// all or none.

#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/incident/major.hpp"

namespace frontdoor::command {

// What there is to know of the kind of stream.
struct major_streams {
  using state = triage::major_incident;
  static constexpr const char* type = "major_incident";
  static std::expected<triage::major_event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::decode_major(row);
  }
  static state apply(state before, const triage::major_event& e) { return triage::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json* personal) {
    return triage::major_from_snapshot(body, personal);
  }
};
using stored_major = stored_stream<major_streams>;

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

 private:
  db::log_queries& queries_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  command_runner::policy_source policy_;
};

} // namespace frontdoor::command
