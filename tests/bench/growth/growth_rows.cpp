// Fills a database with contacts of years, through COPY: copies of incidents that the server really took and closed
// (templates.mjs), each with identifiers, times and number of its own, its chain of hashes worked out anew, and the
// keys of its history. All indexes stay on. What was answered to old contacts is left out, since a server forgets that
// after some days anyway.
//
// Usage: growth_rows KEY=VALUE...
//   data=FOLDER    the server's data folder; the server must not run
//   contacts=N     closed incidents to add, each with its contact
//   timers=N       open incidents to add until that many timers more are there; none falls due within a month
// Prints what it added, as JSON.
#include <chrono>
#include <cstring>
#include <iostream>
#include <memory>
#include <random>
#include <stdexcept>

#include <libpq-fe.h>

#include "server/db/embedded_cluster.hpp"
#include "server/db/hash_chain.hpp"
#include "tests/bench/growth/template.hpp"
#include "tests/bench/measures.hpp"

namespace {

using namespace frontdoor;
using namespace frontdoor::bench;

constexpr std::uint64_t contacts_a_transaction = 2000;
constexpr microseconds day = 86'400'000'000;
constexpr microseconds oldest_days = 7 * 365; // contacts spread over so many days before yesterday
constexpr microseconds due_in_days = 30;

class connection {
 public:
  explicit connection(const std::string& url) : held_(PQconnectdb(url.c_str()), &PQfinish) {
    if (PQstatus(held_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(held_.get()));
  }

  using rows = std::unique_ptr<PGresult, void (*)(PGresult*)>;
  rows run(const std::string& sql) {
    rows result(PQexec(held_.get(), sql.c_str()), &PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
      throw std::runtime_error(PQerrorMessage(held_.get()));
    return result;
  }
  void copy(const std::string& into, const std::string& lines) {
    if (lines.empty()) return;
    run("copy " + into + " from stdin");
    if (PQputCopyData(held_.get(), lines.data(), static_cast<int>(lines.size())) != 1 ||
        PQputCopyEnd(held_.get(), nullptr) != 1)
      throw std::runtime_error(PQerrorMessage(held_.get()));
    while (PGresult* result = PQgetResult(held_.get())) {
      const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
      PQclear(result);
      if (!done) throw std::runtime_error(PQerrorMessage(held_.get()));
    }
  }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> held_;
};

// The rows of a result, by column.
class row_reader {
 public:
  explicit row_reader(connection::rows result) : result_(std::move(result)) {}
  int size() const { return PQntuples(result_.get()); }
  std::string text(int row, int column) const { return PQgetvalue(result_.get(), row, column); }
  std::optional<std::string> maybe(int row, int column) const {
    if (PQgetisnull(result_.get(), row, column) != 0) return std::nullopt;
    return text(row, column);
  }
  microseconds time(int row, int column) const { return std::stoll(text(row, column)); }

 private:
  connection::rows result_;
};

std::string micros(const std::string& column) {
  return "(extract(epoch from " + column + ") * 1000000)::bigint";
}

std::vector<std::string> first_column(connection& database, const std::string& sql) {
  const row_reader found(database.run(sql));
  std::vector<std::string> values;
  for (int i = 0; i < found.size(); ++i)
    values.push_back(found.text(i, 0));
  return values;
}

contact_template
read_template(connection& database, const std::string& incident, const std::vector<std::string>& fixed) {
  contact_template one;
  const auto slotted = [&](const std::string& text) { return slotted_text(text, one.slots, fixed); };
  const auto slot = [&](const std::string& id) { return one.slots.emplace(id, one.slots.size()).first->second; };
  const auto streams = "(select '" + incident +
                       "'::uuid union select (c ->> 'id')::uuid from streams s, "
                       "jsonb_array_elements(s.snapshot::jsonb -> 'contacts') c where s.stream_id = '" +
                       incident + "')";
  const row_reader events(database.run(
      "select e.stream_id, e.version, e.schema_version, " + micros("e.occurred_at") + ", " + micros("e.recorded_at") +
      ", e.stream_type, e.type, e.actor, e.request_id, coalesce(e.owner_id::text, ''), e.body, p.body from events e "
      "left join sealed_parts p using (position) where e.stream_id in " +
      streams + " order by e.position"
  ));
  for (int i = 0; i < events.size(); ++i) {
    std::optional<slotted_text> personal;
    if (const auto text = events.maybe(i, 11)) personal = slotted(*text);
    one.events.push_back(
        {slot(events.text(i, 0)), static_cast<std::uint32_t>(std::stoul(events.text(i, 1))),
         std::stoi(events.text(i, 2)), events.time(i, 3), events.time(i, 4), events.text(i, 5), events.text(i, 6),
         events.text(i, 7), events.text(i, 8), events.text(i, 9), slotted(events.text(i, 10)), std::move(personal)}
    );
  }
  const row_reader rows(database.run(
      "select stream_id, version, fold_version, stream_type, coalesce(owner_id::text, ''), number is not null, status, "
      "grade, district, " +
      micros("received_at") + ", snapshot, personal from streams where stream_id in " + streams
  ));
  for (int i = 0; i < rows.size(); ++i) {
    template_stream s;
    s.stream = slot(rows.text(i, 0));
    s.version = static_cast<std::uint32_t>(std::stoul(rows.text(i, 1)));
    s.fold_version = std::stoi(rows.text(i, 2));
    s.stream_type = rows.text(i, 3);
    s.owner = rows.text(i, 4);
    s.numbered = rows.text(i, 5) == "t";
    s.status = rows.maybe(i, 6);
    s.grade = rows.maybe(i, 7);
    s.district = rows.maybe(i, 8);
    if (rows.maybe(i, 9)) s.received_at = rows.time(i, 9);
    if (const auto text = rows.maybe(i, 10)) s.snapshot = slotted(*text);
    if (const auto text = rows.maybe(i, 11)) s.personal = slotted(*text);
    one.streams.push_back(std::move(s));
  }
  const row_reader timers(database.run("select stream_id, key, generation from timers where stream_id in " + streams));
  for (int i = 0; i < timers.size(); ++i)
    one.timers.push_back({slot(timers.text(i, 0)), slotted(timers.text(i, 1)), std::stoi(timers.text(i, 2))});
  const row_reader keys(database.run(
      "select contact, incident, " + micros("at") + ", channel, role from history_keys where contact in " + streams
  ));
  for (int i = 0; i < keys.size(); ++i) {
    std::optional<std::size_t> of;
    if (const auto found = keys.maybe(i, 1)) of = slot(*found);
    one.history.push_back({slot(keys.text(i, 0)), of, keys.time(i, 2), keys.text(i, 3), keys.text(i, 4)});
  }
  return one;
}

// A line of COPY's text form.
class copy_line {
 public:
  explicit copy_line(std::string& out) : out_(out) {}
  ~copy_line() { out_ += '\n'; }
  copy_line(const copy_line&) = delete;
  copy_line& operator=(const copy_line&) = delete;

  copy_line& text(std::string_view value) {
    next();
    for (const char c : value) {
      if (c == '\\' || c == '\t' || c == '\n' || c == '\r') out_ += '\\';
      out_ += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
    }
    return *this;
  }
  copy_line& nothing() {
    next();
    out_ += "\\N";
    return *this;
  }
  copy_line& maybe(const std::optional<std::string>& value) { return value ? text(*value) : nothing(); }
  copy_line& number(std::uint64_t value) { return text(std::to_string(value)); }
  copy_line& bytes(std::span<const std::uint8_t> value) { return text("\\x" + db::to_hex(value)); }

 private:
  void next() {
    if (!first_) out_ += '\t';
    first_ = false;
  }
  std::string& out_;
  bool first_ = true;
};

class writer {
 public:
  writer(connection& database, std::uint64_t position) : database_(database), position_(position) {}

  void add(const contact_template& one, microseconds shift, std::optional<microseconds> due_at) {
    copy_values values;
    values.shift = shift;
    for (std::size_t i = 0; i < one.slots.size(); ++i)
      values.identifiers.push_back(identifier(one.events.front().occurred_at + shift));
    ++number_;
    std::vector<db::digest> heads(one.slots.size());
    for (const auto& event : one.events)
      add_event(event, values, heads);
    for (const auto& stream : one.streams)
      add_stream(stream, values, heads);
    for (const auto& key : one.history)
      add_history(key, values);
    if (!due_at) return;
    for (const auto& timer : one.timers) {
      std::string key;
      timer.key.write(key, values);
      copy_line(timers_)
          .text(values.identifiers[timer.stream].to_string())
          .text(key)
          .number(static_cast<std::uint64_t>(timer.generation))
          .text(time_text(*due_at));
    }
  }

  void flush() {
    database_.run("begin");
    database_.copy(
        "streams (stream_id, version, fold_version, stream_type, head_hash, owner_id, number, status, grade, district, "
        "received_at, snapshot, personal)",
        streams_
    );
    database_.copy("sealed_parts (position, salt, body)", sealed_);
    database_.copy(
        "events (position, stream_id, version, schema_version, occurred_at, recorded_at, stream_type, type, actor, "
        "request_id, owner_id, body, sealed_hash, prev_hash, hash)",
        events_
    );
    database_.copy("timers (stream_id, key, generation, due_at)", timers_);
    database_.copy("history_keys (key, at, contact, incident, channel, role)", history_);
    const auto at = std::to_string(position_);
    // Whoever follows the log has read as far: the rows that it would make are there.
    database_.run("update log_head set position = " + at);
    database_.run("update return_cursor set position = " + at);
    database_.run("commit");
    for (auto* lines : {&streams_, &sealed_, &events_, &timers_, &history_})
      lines->clear();
  }

 private:
  triage::uuid identifier(microseconds at) {
    triage::uuid id;
    const auto milliseconds = static_cast<std::uint64_t>(at / 1000);
    for (std::size_t i = 0; i < 6; ++i)
      id.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
    const auto high = random_();
    const auto low = random_();
    std::memcpy(id.bytes.data() + 6, &high, 8);
    std::memcpy(id.bytes.data() + 14, &low, 2);
    id.bytes[6] = static_cast<std::uint8_t>(0x70 | (id.bytes[6] & 0x0f)); // RFC 9562 section 5.7
    id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
    return id;
  }

  template <std::size_t Size> std::array<std::uint8_t, Size> random_bytes() {
    std::array<std::uint8_t, Size> made;
    for (std::size_t i = 0; i < Size; i += 8) {
      const auto word = random_();
      std::memcpy(made.data() + i, &word, 8);
    }
    return made;
  }

  void add_event(const template_event& from, const copy_values& values, std::vector<db::digest>& heads) {
    db::new_event event;
    event.stream_type = from.stream_type;
    event.stream_id = values.identifiers[from.stream];
    event.type = from.type;
    event.schema_version = from.schema_version;
    event.occurred_at = triage::timestamp(std::chrono::microseconds(from.occurred_at + values.shift));
    event.actor = from.actor;
    from.body.write(event.body, values);
    ++position_;
    std::optional<db::digest> sealed;
    if (from.personal) {
      std::string personal;
      from.personal->write(personal, values);
      const db::salt salt = random_bytes<16>();
      sealed = db::sealed_hash(salt, personal);
      copy_line(sealed_).number(position_).bytes(salt).text(personal);
    }
    const auto before = heads[from.stream];
    heads[from.stream] = db::event_hash(before, event, from.version, sealed);
    copy_line line(events_);
    line.number(position_).text(event.stream_id.to_string()).number(from.version);
    line.number(static_cast<std::uint64_t>(from.schema_version)).text(time_text(from.occurred_at + values.shift));
    line.text(time_text(from.recorded_at + values.shift)).text(from.stream_type).text(from.type).text(from.actor);
    line.text(from.request_id);
    from.owner.empty() ? line.nothing() : line.text(from.owner);
    line.text(event.body);
    sealed ? line.bytes(*sealed) : line.nothing();
    line.bytes(before).bytes(heads[from.stream]);
  }

  void add_stream(const template_stream& from, const copy_values& values, const std::vector<db::digest>& heads) {
    const auto written = [&values](const std::optional<slotted_text>& text) -> std::optional<std::string> {
      if (!text) return std::nullopt;
      std::string out;
      text->write(out, values);
      return out;
    };
    std::optional<std::string> received;
    if (from.received_at) received = time_text(*from.received_at + values.shift);
    std::optional<std::string> number;
    if (from.numbered) {
      auto date = time_text(from.received_at.value_or(0) + values.shift).substr(0, 10);
      std::erase(date, '-');
      number = "GMP-" + date + "-" + std::to_string(number_base + position_);
    }
    copy_line line(streams_);
    line.text(values.identifiers[from.stream].to_string()).number(from.version);
    line.number(static_cast<std::uint64_t>(from.fold_version)).text(from.stream_type).bytes(heads[from.stream]);
    from.owner.empty() ? line.nothing() : line.text(from.owner);
    line.maybe(number).maybe(from.status).maybe(from.grade).maybe(from.district).maybe(received);
    line.maybe(written(from.snapshot)).maybe(written(from.personal));
  }

  // A key is a keyed hash of a telephone number or address, which nobody can tell from any other 32 bytes.
  void add_history(const template_history& from, const copy_values& values) {
    copy_line line(history_);
    line.bytes(random_bytes<32>()).text(time_text(from.at + values.shift));
    line.text(values.identifiers[from.contact].to_string());
    from.incident ? line.text(values.identifiers[*from.incident].to_string()) : line.nothing();
    line.text(from.channel).text(from.role);
  }

  static constexpr std::uint64_t number_base = 1'000'000; // beyond what a day counts to by itself

  connection& database_;
  std::uint64_t position_;
  std::uint64_t number_ = 0;
  std::mt19937_64 random_{std::random_device{}()};
  std::string streams_;
  std::string sealed_;
  std::string events_;
  std::string timers_;
  std::string history_;
};

std::vector<contact_template> read_templates(connection& database, const std::string& status) {
  const auto fixed = first_column(database, "select id from accounts union all select id from api_keys");
  // Crimes are streams of their own; incidents without one are copied.
  const auto incidents = first_column(
      database, "select stream_id from streams s where stream_type = 'incident' and status = '" + status +
                    "' and not exists (select 1 from events e where e.stream_id = s.stream_id and e.type = "
                    "'incident.crime_decided') order by received_at limit 40"
  );
  std::vector<contact_template> found;
  for (const auto& incident : incidents)
    found.push_back(read_template(database, incident, fixed));
  if (found.empty()) throw std::runtime_error("no incident that is " + status);
  return found;
}

void run(const key_values& given) {
  db::embedded_options options;
  options.data_folder = given.text("data");
  const auto cluster = db::embedded_cluster::start(options);
  if (!cluster) throw std::runtime_error(cluster.error());
  connection database((*cluster)->superuser_url("frontdoor"));
  const auto head = std::stoull(first_column(database, "select position from log_head").front());
  const auto now =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  writer out(database, head);
  const auto contacts = given.whole("contacts");
  if (contacts != 0) {
    const auto closed = read_templates(database, "closed");
    for (std::uint64_t i = 0; i < contacts; ++i) {
      // Oldest first, to yesterday: the order in which years would have written them.
      const auto days_back =
          oldest_days - oldest_days * static_cast<microseconds>(i) / static_cast<microseconds>(contacts) + 1;
      out.add(closed[i % closed.size()], -days_back * day, std::nullopt);
      if ((i + 1) % contacts_a_transaction == 0) out.flush();
    }
    out.flush();
  }
  const auto wanted = given.whole("timers");
  std::uint64_t timers = 0;
  std::uint64_t incidents = 0;
  if (wanted != 0) {
    const auto open = read_templates(database, "open");
    for (; timers < wanted; ++incidents) {
      const auto& one = open[incidents % open.size()];
      if (one.timers.empty() && incidents > 1000 && timers == 0)
        throw std::runtime_error("no open incident has a timer");
      out.add(one, -day, now + due_in_days * day);
      timers += one.timers.size();
      if ((incidents + 1) % contacts_a_transaction == 0) out.flush();
    }
    out.flush();
  }
  database.run("vacuum analyze");
  database.run("checkpoint");
  const auto size = first_column(database, "select pg_database_size(current_database())").front();
  std::cout << R"({"contacts":)" << contacts << R"(,"open_incidents":)" << incidents << R"(,"timers":)" << timers
            << R"(,"database_bytes":)" << size << "}" << std::endl;
}

} // namespace

int main(int count, char** arguments) {
  try {
    run(key_values(count, arguments));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "growth_rows: " << error.what() << '\n';
    return 2;
  }
}
