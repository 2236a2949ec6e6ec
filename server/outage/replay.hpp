#pragma once
// Brings what the journal holds into the record when it is back: in order, each once, whatever interrupts it. On the
// I/O thread.
//
// Each entry is known in the record by the key it was sent with, or by its command's id, so that one that is there
// already is not brought in again: neither after kill -9 in the middle, nor where a commit in doubt had been kept.

#include <functional>
#include <map>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/command/command_runner.hpp"
#include "server/command/stored_incident.hpp"
#include "server/journal/journal.hpp"

namespace frontdoor::outage {

class replay {
 public:
  replay(
      journal::journal& journal, db::log_queries& queries, db::writer& writer, command::command_runner& commands,
      clock::clock& clock, std::string node, observe::log& log
  )
      : journal_(journal), queries_(queries), writer_(writer), commands_(commands), clock_(clock),
        node_(std::move(node)), log_(log) {}

  // Brings in all that is pending. False where the record or the journal failed: to be called again later.
  boost::asio::awaitable<bool> bring_in();

  // All is in: triages each incident again, leaves the report, forgets the entries. False as above.
  boost::asio::awaitable<bool> finish(journal::outage_note outage);

 private:
  using result = std::optional<journal::outcome>; // none: the record failed
  boost::asio::awaitable<result> bring_in_one(journal::entry entry);
  boost::asio::awaitable<result> append(journal::entry entry, command::stored_incident before);
  boost::asio::awaitable<result> decide_again(journal::entry entry, triage::uuid target);
  triage::uuid where(const triage::uuid& incident) const;

  journal::journal& journal_;
  db::log_queries& queries_;
  db::writer& writer_;
  command::command_runner& commands_;
  clock::clock& clock_;
  std::string node_;
  observe::log& log_;
  std::map<triage::uuid, triage::uuid> moved_; // incidents that turned out to be others
  int finish_tries_ = 0;
};

} // namespace frontdoor::outage
