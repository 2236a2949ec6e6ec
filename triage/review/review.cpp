#include "triage/review/review.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace frontdoor::triage::review {

namespace {

constexpr std::array<std::string_view, 4> states{"scored", "disputed", "stands", "changed"};

// Adds one event; the version counts it already.
struct folder {
  work_review& to;

  void operator()(const review_scored& e) const {
    to.id = e.head.stream;
    to.state = review_state::scored;
    to.scoring = e;
    to.answers = e.answers;
    to.result = e.result;
  }

  void operator()(const review_disputed& e) const {
    to.state = review_state::disputed;
    review_dispute dispute;
    dispute.by = e.head.actor;
    dispute.at = e.head.occurred_at;
    dispute.items = e.items;
    if (e.personal) dispute.reason = e.personal->text;
    to.dispute = std::move(dispute);
  }

  void operator()(const review_dispute_decided& e) const {
    to.state = e.changed ? review_state::changed : review_state::stands;
    to.answers = e.answers;
    to.result = e.result;
    if (!to.dispute) return;
    to.dispute->decided_by = e.head.actor;
    to.dispute->decided_at = e.head.occurred_at;
    to.dispute->decision = e.personal;
  }
};

} // namespace

std::string_view to_string(review_state value) {
  return states.at(static_cast<std::size_t>(value));
}

std::optional<review_state> parse_review_state(std::string_view text) {
  const auto found = std::ranges::find(states, text);
  if (found == states.end()) return std::nullopt;
  return static_cast<review_state>(found - states.begin());
}

work_review apply(work_review state, const review_event& e) {
  ++state.version;
  state.updated_at = head_of(e).occurred_at;
  visit(folder{state}, e);
  return state;
}

} // namespace frontdoor::triage::review
