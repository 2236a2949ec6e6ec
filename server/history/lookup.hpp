#pragma once
// What is known of a number, a person, a place, a vehicle: asked of all sources at once, within a time that is set.

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "server/db/history_queries.hpp"
#include "server/history/external_source.hpp"
#include "server/history/keyed_hash.hpp"
#include "server/observe/log.hpp"
#include "triage/history/findings.hpp"
#include "triage/incident/events.hpp"

namespace frontdoor::history {

using answers = std::vector<triage::history::source_answer>;

class lookup {
 public:
  struct options {
    std::chrono::milliseconds contact_timeout{50}; // before a contact is decided on
    std::chrono::milliseconds query_timeout{2000}; // when a person asks
    std::chrono::milliseconds lag_max{10'000};     // behind the log by more: unavailable
    std::size_t contacts_max = 200;                // under one key, the latest: counts end there
    std::string contact_reason = "new_contact";    // why other records are asked about a contact
    std::string query_reason = "enquiry";          // and about what a person looks up without saying why
  };

  lookup(
      boost::asio::any_io_executor io, db::history_queries& queries,
      std::shared_ptr<const triage::history::name_rules> names, keyed_hash hash, external_sources others,
      options chosen, observe::log& log
  );
  ~lookup();
  lookup(const lookup&) = delete;
  lookup& operator=(const lookup&) = delete;

  // Each source with its answer; those that did not answer within `limit` are unavailable. Empty where there is nothing
  // to look under: then nobody is asked. Never throws, never waits longer.
  boost::asio::awaitable<answers>
  ask(triage::history::traces about, enquiry asked, triage::timestamp now, std::chrono::milliseconds limit);

  // Under what a received contact will be found; nullopt where that takes the database to tell, since the sound of a
  // word is not known: whoever was looked up before has them. On the I/O thread.
  std::optional<db::contact_keys> keys_of(const triage::contact_received& received, const triage::uuid& contact) const;

  // How these incidents stand, within the time limit of a query or of a contact; empty where that cannot be told.
  boost::asio::awaitable<std::vector<db::incident_head>> heads(std::vector<triage::uuid> incidents, bool for_query);

  const options& limits() const;

 private:
  struct shared;
  std::shared_ptr<shared> shared_;
};

} // namespace frontdoor::history
