#include "server/outage/gate.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

#include "server/command/stored_incident.hpp"
#include "server/outage/command_text.hpp"
#include "triage/canonical_json.hpp"

namespace frontdoor::outage {

namespace asio = boost::asio;
using command::failed;

namespace {

constexpr std::chrono::milliseconds turn_step{2};

journal::entry entry_for(const command::origin& from, const triage::uuid& command_id, triage::timestamp now) {
  journal::entry out;
  out.command_id = command_id;
  out.key = from.key;
  out.request_hash = from.request_hash;
  out.request_id = from.request_id;
  out.owner_id = from.owner_id;
  out.actor = from.actor;
  out.taken_at = now;
  return out;
}

// Counts what is between its decision and the disk.
class mark {
 public:
  explicit mark(std::size_t& count) : count_(count) { ++count_; }
  ~mark() { --count_; }
  mark(const mark&) = delete;
  mark& operator=(const mark&) = delete;

 private:
  std::size_t& count_;
};

// `GMP-TEMP-<node>-000123`.
std::string temporary_number_of(const std::string& prefix, const std::string& node, std::uint64_t number) {
  std::array<char, 24> digits{};
  std::snprintf(digits.data(), digits.size(), "%06llu", static_cast<unsigned long long>(number));
  return prefix + "-TEMP-" + node + "-" + digits.data();
}

std::vector<db::new_event> rows_of(const triage::decision& decision) {
  std::vector<db::new_event> out;
  for (const auto& event : decision.events) {
    out.push_back(command::to_row(event));
    out.back().decided.reset(); // the journal keeps texts
  }
  return out;
}

} // namespace

std::string degraded_answer(const std::string& answer, const std::optional<std::string>& number) {
  auto out = nlohmann::json::parse(answer, nullptr, false);
  if (!out.is_object()) return answer;
  out["degraded"] = true;
  if (out.contains("position")) out["position"] = nullptr;
  if (number) out["temporary_number"] = *number;
  return triage::canonical_json(out);
}

gate::gate(
    asio::any_io_executor io, journal::journal& journal, dispatch::hub& hub, clock::clock& clock,
    clock::identifiers& identifiers, policy_source policy, command::crime_rules_source crime_rules,
    std::string number_prefix
)
    : io_(std::move(io)), journal_(journal), hub_(hub), clock_(clock), identifiers_(identifiers),
      policy_(std::move(policy)), crime_rules_(std::move(crime_rules)), number_prefix_(std::move(number_prefix)) {}

void gate::close() {
  open_ = false;
  holding_back_ = false;
  answers_.clear();
}

// Decisions on one incident come one after the other; all wait while the gate is about to close.
asio::awaitable<void> gate::wait_for_turn(std::optional<triage::uuid> incident) {
  asio::steady_timer step(io_);
  while (holding_back_ || (incident && busy_.contains(*incident))) {
    step.expires_after(turn_step);
    co_await step.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<command::outcome> gate::run(
    command::origin from, std::optional<triage::uuid> target, triage::command command, command::answer_writer write
) {
  co_await wait_for_turn(target);
  // The record came back while it waited: it goes there.
  if (!open_) co_return std::unexpected(failed(failed::kind::unavailable));
  const mark counted(under_way_);
  if (target) busy_.insert(*target);
  auto done = co_await decide_and_keep(std::move(from), target, std::move(command), std::move(write));
  if (target) busy_.erase(*target);
  co_return done;
}

asio::awaitable<command::outcome> gate::decide_and_keep(
    command::origin from, std::optional<triage::uuid> target, triage::command command, command::answer_writer write
) {
  if (from.key) {
    if (const auto found = answers_.find(*from.key); found != answers_.end()) {
      if (found->second.request_hash != from.request_hash) co_return std::unexpected(failed(failed::kind::key_reused));
      command::executed again;
      again.answer = found->second.answer;
      again.repeated = true;
      co_return again;
    }
  }
  const auto* before = target ? hub_.outage().find(*target) : nullptr;
  const bool unknown = target && (before == nullptr || before->state.status == triage::incident_status::linked);
  if (unknown || !goes_on(command)) co_return std::unexpected(failed(failed::kind::degraded));
  const auto now = clock_.now();
  std::optional<std::uint64_t> drawn;
  std::optional<std::string> number;
  if (auto* taken = get_if<triage::take_contact>(&command)) {
    drawn = journal_.draw_number();
    number = temporary_number_of(number_prefix_, hub_.node(), *drawn);
    taken->temporary_number = number;
  }
  const auto policy = policy_();
  const auto crimes = crime_rules_ ? crime_rules_(*policy) : nullptr;
  const triage::context context{now,     [this, now] { return identifiers_.make(now); },      from.actor,
                                *policy, [this] { return hub_.incidents().open_by_grade(); }, crimes.get(),
                                {}};
  std::optional<triage::incident> state;
  if (before != nullptr) state = before->state;
  auto decided = triage::decide(state, command, context);
  if (!decided) {
    failed refused(failed::kind::refused);
    refused.refusal = std::move(decided.error());
    co_return std::unexpected(std::move(refused));
  }
  if (!goes_on(*decided)) co_return std::unexpected(failed(failed::kind::degraded));
  const std::string shown = before != nullptr ? before->number : number.value_or("");
  if (decided->events.empty()) {
    command::executed nothing;
    nothing.number = shown;
    nothing.answer = degraded_answer(write(*decided, shown), std::nullopt);
    nothing.decision = std::make_shared<const triage::decision>(std::move(*decided));
    co_return nothing;
  }
  auto entry = entry_for(from, identifiers_.make(now), now);
  entry.number = number;
  if (decided->incident) {
    entry.incident = decided->incident->id;
    entry.version_before = state ? state->version : 0;
  }
  // An incident that was opened by a key stays that key's.
  entry.answer = degraded_answer(write(*decided, shown), number);
  entry.command = to_text(command);
  entry.events = rows_of(*decided);
  co_return co_await store(std::move(entry), drawn, std::move(*decided), shown);
}

asio::awaitable<command::outcome> gate::store(
    journal::entry entry, std::optional<std::uint64_t> number, triage::decision decision, std::string shown_number
) {
  command::executed done;
  done.number = shown_number;
  done.answer = entry.answer;
  const auto key = entry.key;
  const auto request_hash = entry.request_hash;
  const auto owner = entry.opens() ? entry.owner_id : triage::uuid{};
  const auto kept = co_await journal_.append(std::move(entry), number);
  if (!kept) co_return std::unexpected(failed(failed::kind::no_room));
  if (key) answers_.insert_or_assign(*key, answered{request_hash, done.answer});
  if (decision.incident) {
    const auto* known = hub_.outage().find(decision.incident->id);
    hub_.put_in_outage({*decision.incident, shown_number, known != nullptr ? known->owner : owner});
  }
  done.decision = std::make_shared<const triage::decision>(std::move(decision));
  co_return done;
}

asio::awaitable<command::outcome> gate::keep(
    command::origin from, triage::decision decision, db::append_command in_doubt, triage::command command,
    command::answer_writer write
) {
  const bool several = !goes_on(command) || !goes_on(decision);
  // What cannot be kept whole stays in doubt: its sender repeats it with its key.
  if (several) co_return std::unexpected(failed(failed::kind::unknown));
  std::optional<triage::uuid> target;
  if (decision.incident) target = decision.incident->id;
  co_await wait_for_turn(target);
  if (!open_) co_return std::unexpected(failed(failed::kind::unknown));
  const mark counted(under_way_);
  const auto now = clock_.now();
  auto entry = entry_for(from, in_doubt.command_id, now);
  std::optional<std::uint64_t> drawn;
  if (auto* taken = get_if<triage::take_contact>(&command)) {
    drawn = journal_.draw_number();
    entry.number = temporary_number_of(number_prefix_, hub_.node(), *drawn);
    taken->temporary_number = entry.number;
    triage::number_temporarily(decision, *entry.number);
  }
  const auto* known = target ? hub_.outage().find(*target) : nullptr;
  const std::string shown = known != nullptr ? known->number : entry.number.value_or("");
  entry.incident = target;
  for (const auto& stream : in_doubt.streams) {
    if (target && stream.before.stream_id == *target) entry.version_before = stream.before.version;
  }
  if (known != nullptr && known->state.version > entry.version_before)
    co_return std::unexpected(failed(failed::kind::unknown)); // decided on meanwhile
  entry.answer = degraded_answer(write(decision, shown), entry.number);
  entry.command = to_text(command);
  entry.events = rows_of(decision);
  if (target) busy_.insert(*target);
  auto done = co_await store(std::move(entry), drawn, std::move(decision), shown);
  if (target) busy_.erase(*target);
  co_return done;
}

asio::awaitable<void> gate::fire_due() {
  const auto now = clock_.now();
  std::vector<std::pair<triage::uuid, triage::timer>> due;
  for (const auto& [id, entry] : hub_.outage().entries()) {
    for (const auto& timer : triage::timers(entry.state)) {
      if (timer.due_at <= now && !timer.key.starts_with("message:")) due.emplace_back(id, timer);
    }
  }
  std::ranges::sort(due, {}, [](const auto& one) { return one.second.due_at; });
  for (const auto& [id, timer] : due) {
    if (!open_ || holding_back_) co_return;
    command::origin from;
    from.actor.name = "system:timer";
    from.actor.kind = triage::actor_kind::machine;
    from.request_id = "timer";
    command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
    triage::command fired = triage::fire_timer{timer.key, timer.generation};
    co_await run(std::move(from), id, std::move(fired), std::move(nothing));
  }
}

} // namespace frontdoor::outage
