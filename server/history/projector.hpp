#pragma once
// Makes the keys of contacts that were recorded without: the sound of a name was not known in time, or they came in
// through the journal. Every server runs one; whoever holds the database's lock works. It never holds up the intake: it
// reads what is committed.

#include <chrono>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/db/history_queries.hpp"
#include "server/history/contact_keying.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::history {

class projector : public std::enable_shared_from_this<projector> {
 public:
  struct options {
    std::chrono::milliseconds interval{250}; // between two looks while a contact is expected
    // Between two looks when none is: another server may have stopped half-way, and the journal tells nobody.
    std::chrono::milliseconds at_least_every{5000};
    std::size_t contacts_max = 500; // a transaction
  };

  projector(
      boost::asio::any_io_executor io, db::history_queries& queries, db::contact_keyer keyer, db::digest secret_check,
      options chosen, observe::log& log
  );

  void start();
  void stop();

  // True once the database is known to hold keys of this server's secret: until then none may be added to it.
  bool same_secret() const { return same_secret_; }

  // A contact is about to be recorded without its keys: looks for it after the next interval, not only when it would
  // have.
  void expect_one() { expected_ = true; }

  // Goes on until no contact waits, or until another server is found at it.
  boost::asio::awaitable<db::query_result<db::projected>> catch_up();

  // Waits until all contacts that were recorded at the call have their keys, made here or elsewhere; false where that
  // took longer than `limit`.
  boost::asio::awaitable<bool> reach_end(std::chrono::milliseconds limit);

 private:
  static boost::asio::awaitable<void> run(std::shared_ptr<projector> self);

  boost::asio::any_io_executor io_;
  db::history_queries& queries_;
  db::contact_keyer keyer_;
  db::digest secret_check_;
  options options_;
  observe::log& log_;
  boost::asio::steady_timer wake_;
  bool same_secret_ = false;
  bool expected_ = false;
  bool stopped_ = false;
};

} // namespace frontdoor::history
