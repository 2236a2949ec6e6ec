#pragma once
// Carries out decisions on reviews. A review has a stream of its own; the incident is read and never changed.

#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/command_runner.hpp"
#include "server/command/stored_review.hpp"
#include "server/db/review_queries.hpp"
#include "triage/review/review_decide.hpp"

namespace frontdoor::command {

// What a decision on a review is for.
struct review_order {
  std::optional<triage::uuid> incident; // for a scoring
  std::optional<triage::uuid> review;   // for any other
  triage::review::review_command command;
};

class review_runner {
 public:
  review_runner(
      db::log_queries& queries, db::review_queries& reviews, db::writer& writer, clock::clock& clock,
      clock::identifiers& identifiers, std::shared_ptr<const triage::review::rules> rules
  )
      : queries_(queries), reviews_(reviews), writer_(writer), clock_(clock), identifiers_(identifiers),
        rules_(std::move(rules)) {}

  // What was answered: the review as JSON text, without its words.
  using result = std::expected<std::string, failed>;

  // Carries an order out. On the I/O thread.
  boost::asio::awaitable<result> run(origin from, review_order order);

  db::review_queries& queries() { return reviews_; }
  const triage::review::rules& rules() const { return *rules_; }

 private:
  struct before {
    stored_review held;
    triage::review::reviewed_record record;
  };
  boost::asio::awaitable<std::expected<before, failed>> load(const review_order& order);
  boost::asio::awaitable<result> answer_again(const origin& from, triage::refusal why);

  db::log_queries& queries_;
  db::review_queries& reviews_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  std::shared_ptr<const triage::review::rules> rules_;
};

// Who decided something on an incident or on its crimes.
boost::asio::awaitable<db::query_result<std::vector<std::string>>>
deciders_on(db::log_queries& queries, const triage::incident& state);

} // namespace frontdoor::command
