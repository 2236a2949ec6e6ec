#pragma once
// Carries out decisions on a unit and on the incidents it is on or is sent to: all is appended together, or nothing.
// Two who send one unit at the same moment meet on its stream.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/stored_stream.hpp"
#include "triage/force/queue.hpp"
#include "triage/force/sending.hpp"

namespace frontdoor::command {

struct unit_streams {
  using state = triage::force::unit_record;
  using event = triage::force::unit_event;
  static constexpr const char* type = "unit";
  static std::expected<event, triage::faults> decode(const triage::encoded_event& row) {
    return triage::force::decode_unit(row);
  }
  static state apply(state before, const event& e) { return triage::force::apply(std::move(before), e); }
  static std::optional<state> read(const nlohmann::json& body, const nlohmann::json*) {
    return triage::force::unit_from_snapshot(body);
  }
};

class unit_runner {
 public:
  using rules = std::shared_ptr<const triage::force::rules>;
  // `target` is nullptr where no incident is named.
  using decider = std::function<triage::force::unit_outcome(
      const triage::force::unit_view& unit, const triage::incident* target, const triage::context& context
  )>;
  // Writes the answer, which is kept for repeats. `target` as it is after the decision, with its number.
  using answer = std::function<std::string(
      const triage::force::unit_record& unit, const triage::force::unit_decision& made, const triage::incident* target,
      std::string_view number
  )>;
  using result = std::expected<std::string, failed>;

  unit_runner(
      db::log_queries& queries, db::writer& writer, clock::clock& clock, clock::identifiers& identifiers,
      command_runner::policy_source policy, rules force
  )
      : queries_(queries), writer_(writer), clock_(clock), identifiers_(identifiers), policy_(std::move(policy)),
        force_(std::move(force)) {}

  // On the I/O thread.
  boost::asio::awaitable<result>
  run(origin from, std::string unit, std::optional<triage::uuid> target, decider decide, answer write);

  const triage::force::rules& force() const { return *force_; }

 private:
  // The open incident that the unit is on, through any joins; without a state: none.
  boost::asio::awaitable<db::query_result<stored_incident>> load_current(std::optional<triage::uuid> incident);

  db::log_queries& queries_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  command_runner::policy_source policy_;
  rules force_;
};

// The id of a unit's stream: the same on every server.
triage::uuid unit_id(const std::string& unit);

} // namespace frontdoor::command
