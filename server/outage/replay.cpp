#include "server/outage/replay.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "server/clock/local_day.hpp"
#include "server/command/stored_stream.hpp"
#include "server/outage/command_text.hpp"
#include "server/outage/entry_events.hpp"
#include "server/outage/report.hpp"

namespace frontdoor::outage {

namespace asio = boost::asio;
using journal::fate;
using journal::outcome;

namespace {

constexpr std::size_t read_max = 64; // entries a look
constexpr int finish_tries_max = 3;

// By what the record knows the command: as server/db/batch_text.cpp has it.
db::digest known_by(const std::optional<db::digest>& key, const triage::uuid& command_id) {
  db::digest out{};
  if (key) return *key;
  std::ranges::copy(command_id.bytes, out.begin());
  return out;
}

// The incident that an answer to a contact tells of.
std::optional<triage::uuid> incident_in(const std::string& answer) {
  const auto told = nlohmann::json::parse(answer, nullptr, false);
  if (!told.is_object()) return std::nullopt;
  const auto found = told.find("incident");
  if (found == told.end() || !found->is_object() || !found->contains("id")) return std::nullopt;
  return triage::uuid::parse(found->value("id", ""));
}

outcome set_aside(const journal::entry& entry, std::string why) {
  outcome out;
  out.fate = fate::set_aside;
  out.incident = entry.incident;
  out.why = std::move(why);
  return out;
}

// The append that the decision would have been, with the ids that it was given.
std::optional<db::append_command> append_of(const journal::entry& entry, const command::stored_incident& before) {
  const auto events = events_of(entry);
  if (!events) return std::nullopt;
  db::append_command out;
  out.command_id = entry.command_id;
  out.key = entry.key;
  out.request_hash = entry.request_hash;
  out.answer = entry.answer;
  out.request_id = entry.request_id;
  out.owner_id = entry.owner_id;
  if (entry.opens()) out.number_day = clock::london_day(entry.taken_at);
  triage::incident state = before.state.value_or(triage::incident{});
  std::vector<triage::uuid> streams;
  for (std::size_t i = 0; i < events->size(); ++i) {
    auto row = entry.events[i];
    row.decided = std::make_shared<const triage::event>((*events)[i]);
    if (std::ranges::find(streams, row.stream_id) == streams.end()) streams.push_back(row.stream_id);
    if (entry.incident && row.stream_id == *entry.incident) state = triage::apply(std::move(state), (*events)[i]);
    out.events.push_back(std::move(row));
  }
  for (const auto& id : streams) {
    db::stream_change change;
    change.before.stream_id = id;
    const bool incident = entry.incident && id == *entry.incident;
    change.before.stream_type = incident ? "incident" : "contact";
    if (incident && entry.version_before > 0) change.before = before.row.at;
    if (incident) change = command::change_of(std::move(change.before), state);
    out.streams.push_back(std::move(change));
  }
  return out;
}

} // namespace

triage::uuid replay::where(const triage::uuid& incident) const {
  const auto found = moved_.find(incident);
  return found == moved_.end() ? incident : found->second;
}

asio::awaitable<bool> replay::bring_in() {
  // What an earlier, interrupted try found out still holds.
  const auto heads = co_await journal_.heads();
  if (!heads) co_return false;
  for (const auto& one : *heads) {
    const bool moved = one.incident && one.outcome && one.outcome->incident && *one.outcome->incident != *one.incident;
    if (moved) moved_.insert_or_assign(*one.incident, *one.outcome->incident);
  }
  std::uint64_t after = 0;
  for (;;) {
    auto entries = co_await journal_.read_pending(after, read_max);
    if (!entries) co_return false;
    if (entries->empty()) co_return true;
    for (auto& entry : *entries) {
      after = entry.sequence;
      const auto incident = entry.incident;
      auto result = co_await bring_in_one(std::move(entry));
      if (!result) co_return false;
      if (incident && result->incident && *incident != *result->incident)
        moved_.insert_or_assign(*incident, *result->incident);
      if (result->fate == fate::set_aside) log_.error("outage_entry_set_aside", {{"sequence", after}});
      // A mark that is lost does no harm: the record knows the entry by its key.
      co_await journal_.mark(after, std::move(*result));
    }
  }
}

asio::awaitable<replay::result> replay::bring_in_one(journal::entry entry) {
  const auto kept = co_await queries_.answer_for(known_by(entry.key, entry.command_id));
  if (!kept) co_return std::nullopt;
  const bool another = *kept && (*kept)->command_id != entry.command_id && (*kept)->request_hash != entry.request_hash;
  if (another) {
    // Its key was used for another request, which nobody could know: it is known by its own id from here on.
    entry.key.reset();
    co_return co_await bring_in_one(std::move(entry));
  }
  if (*kept) {
    outcome out;
    out.number = (*kept)->number;
    out.fate = (*kept)->command_id == entry.command_id ? fate::was_there : fate::taken_twice;
    if (entry.incident) out.incident = where(*entry.incident);
    // The first one stands, and what was done on this one goes on there.
    if (out.fate == fate::taken_twice && entry.opens()) {
      if (const auto other = incident_in((*kept)->answer)) out.incident = other;
    }
    co_return out;
  }
  command::stored_incident before;
  if (entry.incident) {
    const auto target = where(*entry.incident);
    auto loaded = co_await command::load_incident(queries_, target);
    if (!loaded) co_return std::nullopt;
    before = std::move(*loaded);
    const auto version = before.state ? before.state->version : 0;
    if (target != *entry.incident || version != entry.version_before)
      co_return co_await decide_again(std::move(entry), target);
  }
  co_return co_await append(std::move(entry), std::move(before));
}

asio::awaitable<replay::result> replay::append(journal::entry entry, command::stored_incident before) {
  auto command = append_of(entry, before);
  if (!command) co_return set_aside(entry, "Its events cannot be read.");
  const auto done = co_await writer_.append(std::move(*command));
  const bool key_taken = done.code == db::append_code::key_reused && entry.key.has_value();
  if (key_taken) {
    entry.key.reset();
    co_return co_await append(std::move(entry), std::move(before));
  }
  outcome out;
  out.incident = entry.incident;
  out.number = done.number.empty() ? before.row.number : done.number;
  switch (done.code) {
  case db::append_code::appended:
    co_return out;
  case db::append_code::repeated:
    out.fate = fate::taken_twice;
    if (const auto other = incident_in(done.answer)) out.incident = other;
    co_return out;
  case db::append_code::stale:
    // Another server decided on it this very moment.
    if (entry.opens() || !entry.incident) co_return set_aside(entry, "Its stream is there already.");
    {
      const auto target = *entry.incident;
      co_return co_await decide_again(std::move(entry), target);
    }
  case db::append_code::key_reused:
    co_return set_aside(entry, "Its Idempotency-Key was used for another request.");
  case db::append_code::rejected:
    co_return set_aside(entry, "The database refused it.");
  case db::append_code::unavailable:
  case db::append_code::unknown:
    break;
  }
  co_return std::nullopt;
}

asio::awaitable<replay::result> replay::decide_again(journal::entry entry, triage::uuid target) {
  outcome out;
  out.fate = fate::decided_again;
  out.incident = target;
  auto command = command_of(entry, target);
  if (!command) co_return out; // what fell due then falls due in the record too
  command::origin from;
  from.actor = entry.actor;
  from.request_id = entry.request_id;
  from.owner_id = entry.owner_id;
  from.key = known_by(entry.key, entry.command_id);
  from.request_hash = entry.request_hash;
  const auto answer = entry.answer;
  command::answer_writer write = [answer](const triage::decision&, std::string_view) { return answer; };
  const auto done = co_await commands_.run_on_record(
      std::move(from), entry.command_id, target, std::move(*command), std::move(write)
  );
  if (done) {
    out.number = done->number;
    co_return out;
  }
  switch (done.error().why) {
  case command::failed::kind::refused:
    if (entry.number) co_return set_aside(entry, "It was refused: " + done.error().refusal.code + ".");
    // As after a grade that others raised further: what stands is theirs, and somebody looks at it.
    out.why = "What others decided stands: " + done.error().refusal.code + ".";
    co_return out;
  case command::failed::kind::key_reused:
    co_return set_aside(entry, "Its Idempotency-Key was used for another request.");
  default:
    co_return std::nullopt;
  }
}

asio::awaitable<bool> replay::finish(journal::outage_note outage) {
  auto heads = co_await journal_.heads();
  if (!heads) co_return false;
  std::map<triage::uuid, bool> incidents; // whether both sides acted
  for (const auto& one : *heads) {
    if (!one.outcome || !one.outcome->incident) continue;
    const auto found = one.outcome->fate;
    auto& both = incidents[*one.outcome->incident];
    both = both || found == fate::taken_twice || found == fate::decided_again || found == fate::set_aside;
  }
  outage_facts facts;
  for (const auto& [id, both] : incidents) {
    command::origin from;
    from.actor.name = "system:outage";
    from.actor.kind = triage::actor_kind::machine;
    from.request_id = "outage-" + outage.id.to_string();
    const auto once = command::id_from("return from outage " + outage.id.to_string() + " " + id.to_string());
    from.key = known_by(std::nullopt, once);
    command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
    triage::command again = triage::return_from_outage{both, {}};
    const auto done = co_await commands_.run_on_record(std::move(from), once, id, std::move(again), std::move(nothing));
    const bool lost = !done && done.error().why != command::failed::kind::refused;
    if (lost && finish_tries_ < finish_tries_max) {
      ++finish_tries_;
      co_return false;
    }
    // All of it is in the record: one that cannot be triaged again must not keep the server degraded for ever.
    if (lost) log_.error("outage_incident_not_triaged_again", {{"incident", id.to_string()}});
    const auto loaded = co_await command::load_incident(queries_, id);
    if (!loaded) co_return false;
    if (!loaded->state) continue;
    for (auto& one : broken_promises(*loaded->state, loaded->row.number, clock_.now()))
      facts.promises.push_back(std::move(one));
  }
  std::ranges::sort(facts.promises, std::greater{}, &broken_promise::late);
  facts.outage = outage;
  facts.node = node_;
  facts.back_at = clock_.now();
  facts.entries = std::move(*heads);
  db::log_queries::outage_report report{outage.id, node_, outage.began_at, facts.back_at, {}, {}};
  report.text = write_report(facts).dump();
  for (const auto& one : facts.entries) {
    if (one.number && one.outcome && one.outcome->incident)
      report.incidents.emplace(*one.number, *one.outcome->incident);
  }
  const auto stored = co_await queries_.keep_outage_report(std::move(report));
  if (!stored) co_return false;
  const auto cleared = co_await journal_.clear();
  moved_.clear();
  finish_tries_ = 0;
  // What stays is known to the record by its keys, and is cleared the next time.
  if (!cleared) log_.error("outage_journal_not_cleared", {});
  log_.info("outage_brought_in", {{"entries", facts.entries.size()}});
  co_return true;
}

} // namespace frontdoor::outage
