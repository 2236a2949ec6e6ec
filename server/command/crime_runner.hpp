#pragma once
// Carries out decisions on crimes: one decision appends to the crime's stream and to its incident's, all or none; when
// another decision came first on either, both are read and it is decided again.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/command_runner.hpp"
#include "server/command/stored_crime.hpp"
#include "server/command/stored_incident.hpp"
#include "server/db/crime_queries.hpp"
#include "triage/crime/record_decide.hpp"

namespace frontdoor::command {

// What a decision on a crime is for, and with what authority it is made.
struct crime_order {
  std::optional<triage::uuid> incident; // for the first decision on a crime of it
  std::optional<triage::uuid> crime;    // for any other
  triage::crime::record_command command;
  bool supervisor = false;
  bool registrar = false;
};

class crime_runner {
 public:
  crime_runner(
      db::log_queries& queries, db::crime_queries& crimes, db::writer& writer, clock::clock& clock,
      clock::identifiers& identifiers, command_runner::policy_source policy, crime_rules_source rules
  )
      : queries_(queries), crimes_(crimes), writer_(writer), clock_(clock), identifiers_(identifiers),
        policy_(std::move(policy)), rules_(std::move(rules)) {}

  // What was answered: the crime's card as JSON text.
  struct done {
    std::string answer;
    bool repeated = false;
  };
  using result = std::expected<done, failed>;

  // Carries an order out. On the I/O thread.
  boost::asio::awaitable<result> run(origin from, crime_order order);

  db::crime_queries& queries() { return crimes_; }
  std::shared_ptr<const triage::crime::rules> rules() const { return rules_(*policy_()); }

 private:
  struct before {
    stored_incident incident;
    stored_crime crime;
  };
  boost::asio::awaitable<std::expected<before, failed>> load(const crime_order& order);
  boost::asio::awaitable<result> answer_again(const origin& from, triage::refusal why);
  boost::asio::awaitable<std::expected<std::string, failed>> draw_number(const triage::crime::rules& rules);

  db::log_queries& queries_;
  db::crime_queries& crimes_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  command_runner::policy_source policy_;
  crime_rules_source rules_;
};

} // namespace frontdoor::command
