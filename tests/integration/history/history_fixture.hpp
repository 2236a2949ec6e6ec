#pragma once
// Contacts in a real log, and what is known of them.

#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "server/command/stored_incident.hpp"
#include "server/history/lookup.hpp"
#include "server/history/projector.hpp"
#include "tests/integration/db/log_fixture.hpp"

namespace frontdoor::testing {

inline history::keyed_hash hash_of(std::uint8_t secret = 1) {
  auth::digest bytes{};
  bytes.fill(secret);
  return history::keyed_hash(bytes);
}

// The force's own rules of names.
inline std::shared_ptr<const triage::history::name_rules> force_names() {
  std::ifstream in("config/history/names.json");
  auto read = triage::history::name_rules::read(nlohmann::json::parse(in), "names.json");
  return std::make_shared<const triage::history::name_rules>(std::move(*read));
}

inline triage::contact called_from(std::string phone, triage::timestamp at = test_time()) {
  triage::contact contact;
  contact.id = new_id();
  contact.received_at = at;
  contact.caller.phone = std::move(phone);
  contact.narrative = "He is back.";
  return contact;
}

inline triage::contact_received received(const triage::contact& contact, std::optional<triage::uuid> incident) {
  triage::contact_received event;
  event.head = {contact.id, test_time(), "user:test"};
  event.channel = contact.channel;
  event.received_at = contact.received_at;
  event.incident = incident;
  event.policy = {"pack", "1", "0"};
  event.personal = triage::contact_received::personal_part{contact.external_ref, contact.caller,    contact.location,
                                                           contact.subjects,     contact.narrative, contact.vehicles};
  return event;
}

// Recorded without its keys: they are made afterwards.
inline db::append_command as_logged(const triage::contact& contact, std::optional<triage::uuid> incident = {}) {
  db::append_command command;
  command.command_id = new_id();
  command.request_hash = {1};
  command.answer = "{}";
  command.request_id = "request";
  db::stream_change change;
  change.before.stream_id = contact.id;
  change.before.stream_type = "contact";
  command.streams.push_back(change);
  command.events.push_back(command::to_row(received(contact, incident)));
  return command;
}

// One server's history on a log that others may share.
class history_server : public log_server {
 public:
  explicit history_server(
      db::database_options chosen, std::uint8_t secret = 1,
      const std::function<history::external_sources()>& others = {}, history::lookup::options limits = {}
  )
      : log_server(std::move(chosen)), rows(pool),
        projector(std::make_shared<history::projector>(
            io.get_executor(), rows, history::make_keyer(force_names(), hash_of(secret)), hash_of(secret).check(),
            history::projector::options{}, *log
        )),
        lookup(
            io.get_executor(), rows, force_names(), hash_of(secret), others ? others() : history::external_sources(),
            limits, *log
        ) {}

  // As taken in by a server that has looked it up: with its keys.
  db::append_command with_keys(const triage::contact& contact, std::optional<triage::uuid> incident = {}) {
    auto command = as_logged(contact, incident);
    command.keys = lookup.keys_of(received(contact, incident), contact.id);
    return command;
  }

  db::projected project() { return run(io, projector->catch_up()).value(); }

  history::answers known(
      const triage::contact& contact, triage::timestamp now, std::chrono::milliseconds limit = std::chrono::seconds(20)
  ) {
    return run(io, lookup.ask(triage::history::traces_of(contact), {"user:test", "new_contact"}, now, limit));
  }

  db::history_queries rows;
  std::shared_ptr<history::projector> projector;
  history::lookup lookup;
};

inline const triage::history::source_answer& source(const history::answers& found, const std::string& name) {
  for (const auto& one : found) {
    if (one.source == name) return one;
  }
  throw std::logic_error("no such source");
}

} // namespace frontdoor::testing
