#pragma once
// Carries out decisions on calls: one decision appends to the call's stream and to the incident's that it opens or
// whose call has ended, all or none. A call that telephony tells of twice is stored once.

#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/incident/call.hpp"

namespace frontdoor::command {

// What there is to know of the kind of stream.
struct call_streams {
  using state = triage::call_record;
  static constexpr const char* type = "call";
  static std::expected<triage::call_event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::decode_call(row);
  }
  static state apply(state before, const triage::call_event& e) { return triage::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json* personal) {
    return triage::call_from_snapshot(body, personal);
  }
};
using stored_call = stored_stream<call_streams>;

// The stream of a call, from telephony's own id of it.
triage::uuid call_stream(std::string_view line);

// The incident that a contact opened or joined; none: it made none, or there is no such contact.
boost::asio::awaitable<db::query_result<std::optional<triage::uuid>>>
incident_of_contact(db::log_queries& queries, triage::uuid contact);

class call_runner {
 public:
  // Decides on the call as it is; `on` is the incident its contact became part of.
  using decider = std::function<triage::call_outcome(
      const std::optional<triage::call_record>& state, const std::optional<triage::incident>& on,
      const triage::context& context
  )>;
  // Writes the answer, which is kept for repeats.
  using answer = std::function<std::string(
      const triage::call_record& after, const std::optional<triage::decision>& on_incident, std::string_view number
  )>;

  call_runner(
      db::log_queries& queries, db::writer& writer, clock::clock& clock, clock::identifiers& identifiers,
      command_runner::policy_source policy, crime_rules_source crime_rules
  )
      : queries_(queries), writer_(writer), clock_(clock), identifiers_(identifiers), policy_(std::move(policy)),
        crime_rules_(std::move(crime_rules)) {}

  using result = std::expected<std::string, failed>;

  // On the I/O thread. Refused with unknown_call where `must_be` and there is no such call.
  boost::asio::awaitable<result> run(origin from, triage::uuid call, bool must_be, decider decide, answer write);

 private:
  db::log_queries& queries_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  command_runner::policy_source policy_;
  crime_rules_source crime_rules_;
};

} // namespace frontdoor::command
