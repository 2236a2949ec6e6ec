#include "triage/policy/day_one_rules.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/policy/pack.hpp"
#include "triage/policy/working_entry.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using entry = working_entry;

constexpr std::array opening_states{"abandoned", "silent_solution"};
constexpr std::array call_channels{"999", "101"};

template <typename List> bool one_of(const List& list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

template <typename Rule>
const Rule* find_by(const std::vector<Rule>& list, std::string Rule::* key, std::string_view code) {
  const auto found = std::ranges::find(list, code, key);
  return found == list.end() ? nullptr : &*found;
}

std::string read_channel(const entry& from) {
  auto channel = from.text("channel");
  if (!one_of(call_channels, channel)) from.add("channel", "unknown_channel", "calls come by 999 or 101");
  return channel;
}

call_opening read_opening(const entry& from, const policy_pack& pack) {
  from.check_keys({"state", "channel", "facts", "narrative"});
  call_opening out{from.text("state"), read_channel(from), {}, from.text("narrative")};
  if (!one_of(opening_states, out.state))
    from.add("state", "unknown_state", "a call opens its contact when abandoned or silent_solution");
  json facts = json::object();
  from.members("facts", [&](const std::string& key, const json& value) { facts[key] = value; });
  if (const auto read = read_facts(pack.facts, facts, ""); !read) {
    for (const auto& one : read.error())
      from.add("facts", "invalid_facts", one.pointer + ": " + one.detail);
  }
  if (facts.empty()) from.add("facts", "missing", "a call that tells nothing opens nothing");
  out.facts = facts.dump();
  return out;
}

void read_calls(const entry& from, const policy_pack& pack, call_rules& into) {
  from.check_keys({"opens", "call_back"});
  from.list("opens", [&](const entry& one) { into.opens.push_back(read_opening(one, pack)); });
  from.list("call_back", [&](const entry& one) {
    one.check_keys({"channel", "within", "tries"});
    into.call_back.push_back({read_channel(one), one.duration("within"), one.count("tries", 0)});
    if (into.call_back.back().tries == 0) one.add("tries", "out_of_range", "somebody rings back once at least");
  });
}

void read_needs(const entry& from, const policy_pack& pack, std::vector<need_rule>& into) {
  from.list("needs", [&](const entry& one) {
    one.check_keys({"need", "text", "task", "names_language"});
    need_rule rule{one.text("need"), one.text("text"), one.text("task"), one.flag("names_language")};
    if (pack.working.find_task(rule.task) == nullptr)
      one.add("task", "unknown_task", "there is no task \"" + rule.task + "\"");
    into.push_back(std::move(rule));
  });
}

void read_messages(const entry& from, const policy_pack& pack, message_rules& into) {
  from.check_keys({"characters_max", "answer_within", "retry_after", "safe_first"});
  into.characters_max = from.count("characters_max", 0);
  into.answer_within = from.duration("answer_within");
  for (const auto& text : from.texts("retry_after")) {
    const auto wait = parse_duration(text);
    if (!wait) from.add("retry_after", "bad_duration", "a duration is written like PT40M or P1D");
    into.retry_after.push_back(wait.value_or(std::chrono::microseconds(0)));
  }
  into.safe_first = from.texts("safe_first");
  for (const auto& flag : into.safe_first) {
    if (std::ranges::find(pack.flags, flag, &code_definition::code) == pack.flags.end())
      from.add("safe_first", "unknown_flag", "the pack has no flag \"" + flag + "\"");
  }
}

void read_outcome_guards(const entry& from, policy_pack& pack) {
  from.list("outcomes", [&](const entry& one) {
    auto rule = read_outcome_rule(one);
    if (pack.working.find_outcome(rule.code) != nullptr) one.add("code", "duplicate", "this outcome is listed twice");
    pack.working.outcomes.push_back(std::move(rule));
  });
  from.list("guards", [&](const entry& one) {
    one.check_keys({"outcome", "by_force_transfer", "only_test_lines", "not_by_taker"});
    closing_guard guard{
        one.text("outcome"), one.flag("by_force_transfer"), one.flag("only_test_lines"), one.flag("not_by_taker")
    };
    if (pack.working.find_outcome(guard.outcome) == nullptr)
      one.add("outcome", "unknown_outcome", "there is no outcome \"" + guard.outcome + "\"");
    pack.day_one.guards.push_back(std::move(guard));
  });
}

} // namespace

const call_opening* call_rules::find_opening(std::string_view state, std::string_view channel) const {
  const auto found = std::ranges::find_if(opens, [&](const call_opening& one) {
    return one.state == state && one.channel == channel;
  });
  return found == opens.end() ? nullptr : &*found;
}

const call_back_rule* call_rules::find_call_back(std::string_view channel) const {
  return find_by(call_back, &call_back_rule::channel, channel);
}

const need_rule* day_one_rules::find_need(std::string_view code) const {
  return find_by(needs, &need_rule::code, code);
}

const closing_guard* day_one_rules::find_guard(std::string_view outcome) const {
  return find_by(guards, &closing_guard::outcome, outcome);
}

bool day_one_rules::is_test_line(std::string_view phone) const {
  return std::ranges::find(test_lines, phone) != test_lines.end();
}

void read_day_one(const std::map<std::string, std::string>& files, policy_pack& pack, faults& found) {
  const auto file = files.find(day_one_file);
  if (file == files.end()) return;
  const auto document = json::parse(file->second, nullptr, false);
  const entry whole(document, "", found, day_one_file);
  if (!document.is_object()) return;
  whole.check_keys({"source", "test_lines", "calls", "jobs", "tasks", "needs", "messages", "outcomes", "guards"});
  auto& into = pack.day_one;
  into.test_lines = whole.texts("test_lines");
  whole.list("tasks", [&](const entry& one) {
    auto rule = read_task_rule(one);
    if (pack.working.find_task(rule.kind) != nullptr) one.add("kind", "duplicate", "this task is listed twice");
    pack.working.tasks.push_back(std::move(rule));
  });
  if (whole.has("calls")) read_calls(whole.inner("calls"), pack, into.calls);
  if (whole.has("jobs")) {
    const auto jobs = whole.inner("jobs");
    jobs.check_keys({"ahead_at_most", "kinds"});
    into.jobs.ahead_at_most = jobs.duration("ahead_at_most");
    into.jobs.kinds = read_codes(jobs, "kinds");
  }
  read_needs(whole, pack, into.needs);
  if (whole.has("messages")) read_messages(whole.inner("messages"), pack, into.messages);
  read_outcome_guards(whole, pack);
}

} // namespace frontdoor::triage
