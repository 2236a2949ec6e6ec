#include "server/db/manual_clock.hpp"

#include "server/db/postgres.hpp"

namespace frontdoor::db {

namespace asio = boost::asio;
using triage::timestamp;

asio::awaitable<query_result<timestamp>> manual_clock::refresh(timestamp start) {
  std::function<timestamp(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    auto rows = transaction.exec("select at from manual_clock");
    if (rows.empty()) {
      transaction.exec_params(
          "insert into manual_clock (at) values ($1::timestamptz) on conflict do nothing", triage::to_rfc3339(start)
      );
      rows = transaction.exec("select at from manual_clock");
    }
    return parse_timestamptz(rows[0][0].c_str());
  };
  const auto mode = now_.load() == 0 ? access_mode::read_write : access_mode::read_only;
  auto found = co_await pool_.run<timestamp>("manual_clock", mode, std::move(work));
  if (found) now_ = found->time_since_epoch().count();
  co_return found;
}

asio::awaitable<query_result<timestamp>> manual_clock::advance_to(timestamp at) {
  std::function<timestamp(pqxx::transaction_base&)> work = [=](pqxx::transaction_base& transaction) {
    const auto rows = transaction.exec_params(
        "update manual_clock set at = greatest(at, $1::timestamptz) returning at", triage::to_rfc3339(at)
    );
    return parse_timestamptz(rows[0][0].c_str());
  };
  auto found = co_await pool_.run<timestamp>("manual_clock_advance", access_mode::read_write, std::move(work));
  if (found) now_ = found->time_since_epoch().count();
  co_return found;
}

} // namespace frontdoor::db
