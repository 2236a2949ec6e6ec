#include "server/api/board_reading.hpp"

#include <chrono>

namespace frontdoor::api {

namespace {

constexpr std::chrono::seconds behind_max{2}; // beyond that it is no board to answer from

} // namespace

boost::asio::awaitable<bool> caught_up(services& s, dispatch::log_signal& published) {
  const auto head = co_await s.queries.head();
  if (!head) co_return false;
  if (published.position() < head->position) co_await published.wait_beyond(head->position - 1, behind_max);
  co_return published.position() >= head->position;
}

bool may_see(const auth::principal& who, const dispatch::board_entry& entry) {
  std::optional<std::string_view> district;
  if (entry.state.district) district = *entry.state.district;
  std::optional<triage::uuid> owner;
  if (!entry.owner.is_nil()) owner = entry.owner;
  return auth::detail_of(who, auth::event_scope::at_rest("incident", district, owner)) != auth::detail::none;
}

} // namespace frontdoor::api
