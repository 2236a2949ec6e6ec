#include "server/history/shared_look_up.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::history {

namespace asio = boost::asio;

std::vector<db::history_found> part(const db::history_found& together, const std::vector<std::size_t>& counts) {
  std::vector<db::history_found> parts(counts.size());
  std::vector<std::size_t> part_of;
  std::vector<std::size_t> first_of;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    first_of.push_back(part_of.size());
    part_of.insert(part_of.end(), counts[i], i);
    parts[i].same_secret = together.same_secret;
    parts[i].unread_since = together.unread_since;
  }
  const auto give = [&](const auto& rows, auto member) {
    for (auto row : rows) {
      const auto to = part_of.at(row.key);
      row.key -= first_of[to];
      (parts[to].*member).push_back(std::move(row));
    }
  };
  give(together.contacts, &db::history_found::contacts);
  give(together.markers, &db::history_found::markers);
  return parts;
}

shared_look_up::shared_look_up(
    asio::any_io_executor io, db::history_queries& queries, db::digest secret_check, options chosen
)
    : io_(io), queries_(queries), secret_check_(secret_check), options_(chosen) {}

asio::awaitable<db::query_result<db::history_found>>
shared_look_up::ask(std::vector<db::digest> keys, triage::timestamp since) {
  const auto self = shared_from_this();
  if (waiting_.size() >= options_.waiting_max) co_return std::unexpected(db::query_failure::unavailable);
  const auto mine = std::make_shared<asked>(io_);
  mine->keys = std::move(keys);
  mine->since = since;
  mine->ready.expires_after(options_.wait_max);
  waiting_.push_back(mine);
  send();
  if (!mine->answered) co_await mine->ready.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!mine->answered) std::erase(self->waiting_, mine);
  co_return std::move(mine->answer);
}

void shared_look_up::send() {
  while (under_way_ < options_.at_once_max && !waiting_.empty()) {
    std::vector<std::shared_ptr<asked>> together;
    while (!waiting_.empty() && together.size() < options_.look_ups_max) {
      together.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    ++under_way_;
    asio::co_spawn(
        io_, send_together(shared_from_this(), together),
        [self = shared_from_this(), together](std::exception_ptr) {
          // Whoever has no answer by now is told that there is none.
          for (const auto& one : together) {
            one->answered = true;
            one->ready.cancel();
          }
          --self->under_way_;
          self->send();
        }
    );
  }
}

asio::awaitable<void>
shared_look_up::send_together(std::shared_ptr<shared_look_up> self, std::vector<std::shared_ptr<asked>> together) {
  std::vector<db::digest> keys;
  std::vector<std::size_t> counts;
  auto since = together.front()->since;
  for (const auto& one : together) {
    keys.insert(keys.end(), one->keys.begin(), one->keys.end());
    counts.push_back(one->keys.size());
    since = std::min(since, one->since); // what is older than one of them wants, its own counting leaves out
  }
  const auto found =
      co_await self->queries_.look_up(std::move(keys), self->secret_check_, since, self->options_.rows_max);
  if (!found) co_return;
  auto parts = part(*found, counts);
  for (std::size_t i = 0; i < together.size(); ++i)
    together[i]->answer = std::move(parts[i]);
}

} // namespace frontdoor::history
