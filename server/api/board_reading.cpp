#include "server/api/board_reading.hpp"

#include <chrono>

namespace frontdoor::api {

namespace {

constexpr std::chrono::milliseconds step{50};
constexpr int waits_max = 40; // two seconds behind is no board to answer from

} // namespace

boost::asio::awaitable<bool> caught_up(services& s, dispatch::log_signal& published) {
  const auto head = co_await s.queries.head();
  if (!head) co_return false;
  for (int i = 0; i < waits_max && published.position() < head->position; ++i)
    co_await published.wait_beyond(published.position(), step);
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
