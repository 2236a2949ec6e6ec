#pragma once
// What the tests of the log share: commands as the domain would send them, and a server's worth of log machinery.

#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "server/clock/identifiers.hpp"
#include "server/db/database_pool.hpp"
#include "server/db/log_queries.hpp"
#include "server/db/writer.hpp"
#include "server/observe/log.hpp"
#include "server/observe/metrics.hpp"
#include "tests/support/run_coroutine.hpp"
#include "tests/support/test_database.hpp"

namespace frontdoor::testing {

inline triage::timestamp test_time(int seconds = 0) {
  return *triage::parse_rfc3339("2026-03-01T21:04:11.120000Z") + std::chrono::seconds(seconds);
}

inline triage::uuid new_id() {
  static clock::identifiers maker;
  return maker.make(test_time());
}

// A stream's first event with a snapshot: an incident is opened.
inline db::append_command open_incident(triage::uuid id, std::string body = R"({"grade":"1"})") {
  db::append_command command;
  command.command_id = new_id();
  command.request_hash = {1};
  command.answer = R"({"number":"@@number@@","position":"@@position@@"})";
  command.request_id = "request";
  command.number_day = "2026-03-01";
  db::stream_change change;
  change.before.stream_id = id;
  change.before.stream_type = "incident";
  db::snapshot_row after;
  after.status = "open";
  after.grade = "1";
  after.received_at = test_time();
  after.state = "{}";
  after.personal = R"({"where":"3 Comfrey Close"})";
  change.after = after;
  command.streams.push_back(change);
  db::new_event event;
  event.stream_type = "incident";
  event.stream_id = id;
  event.type = "incident.opened";
  event.occurred_at = test_time();
  event.actor = "user:test";
  event.body = std::move(body);
  event.personal = R"({"narrative":"he's back"})";
  command.events.push_back(event);
  return command;
}

// The first event of a stream whose id words name, so that two may begin it.
inline db::append_command begin_call(triage::uuid id) {
  auto command = open_incident(id, R"({"state":"ringing"})");
  command.number_day.reset();
  command.streams.front().before.stream_type = "call";
  command.events.front().stream_type = "call";
  command.events.front().type = "call.told";
  return command;
}

// One more event on a stream that stands as `at`.
inline db::append_command add_note(const db::stream_before& at) {
  auto command = open_incident(at.stream_id, R"({"note":"one"})");
  command.number_day.reset();
  command.streams.front().before = at;
  command.events.front().type = "incident.note_added";
  return command;
}

// A problem record with those incidents, as its snapshot names them.
inline db::append_command open_problem(triage::uuid id, const std::vector<triage::uuid>& incidents) {
  auto command = open_incident(id, R"({"kind":"place"})");
  command.number_day.reset();
  auto& stream = command.streams.front();
  stream.before.stream_type = "problem";
  stream.after->status = "worked_on";
  stream.after->grade.reset();
  std::string list;
  for (const auto& one : incidents)
    list += (list.empty() ? "\"" : ",\"") + one.to_string() + "\"";
  stream.after->state = "{\"incidents\":[" + list + "]}";
  stream.after->personal.reset();
  auto& event = command.events.front();
  event.stream_type = "problem";
  event.type = "problem.opened";
  event.personal.reset();
  return command;
}

// One server's log: its own I/O context, writer and readers, on a database that others may share.
class log_server {
 public:
  explicit log_server(db::database_options chosen)
      : options(std::move(chosen)), log(observe::make_silent_log()), pool(io.get_executor(), options, *log, metrics),
        queries(pool), writer(
                           io.get_executor(), options, [] { return test_time(); },
                           [this](db::committed_events events, std::uint64_t) {
                             committed.insert(committed.end(), events.begin(), events.end());
                           },
                           *log, metrics
                       ) {}

  ~log_server() {
    writer.stop(std::chrono::seconds(2));
    pool.stop();
    io.restart();
    io.run();
  }

  db::append_result append(db::append_command command) { return run(io, writer.append(std::move(command))); }

  db::committed_events all_events() { return *run(io, queries.events_after(0, 1000000, true)); }

  db::database_options options;
  boost::asio::io_context io;
  std::unique_ptr<observe::log> log;
  observe::metrics metrics;
  db::committed_events committed;
  db::database_pool pool;
  db::log_queries queries;
  db::writer writer;
};

} // namespace frontdoor::testing
