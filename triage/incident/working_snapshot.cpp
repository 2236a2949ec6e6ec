#include "triage/incident/working_snapshot.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/day_one_codec.hpp"
#include "triage/incident/handoff_codec.hpp"
#include "triage/incident/ladder_codec.hpp"
#include "triage/incident/linking_codec.hpp"
#include "triage/incident/screening_codec.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 6> source_codes{"caller", "handler", "officer", "unit", "partner", "system"};
constexpr std::array<std::string_view, 4> confidence_codes{"stated", "observed", "confirmed", "inferred"};
constexpr std::array<std::string_view, 4> approval_codes{"waiting", "approved", "refused", "lapsed"};
constexpr std::array<std::string_view, 3> task_codes{"open", "done", "lapsed"};

template <typename Enum, std::size_t Count>
std::optional<Enum> parse(const std::array<std::string_view, Count>& codes, std::string_view text) {
  const auto found = std::ranges::find(codes, text);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Enum>(found - codes.begin());
}

template <typename Enum, std::size_t Count>
Enum read_code(const std::array<std::string_view, Count>& codes, const record_reader& record, const char* name) {
  const auto found = parse<Enum>(codes, record.text(name));
  if (!found) record.fail(name);
  return found.value_or(Enum{});
}

// ---- what was said

// Statements name their source by its place among the contacts and, behind them, the other sources, which keeps the row
// small; confidence and author are left out where they are those of a contact's own words.
std::size_t place_of(const incident& state, const uuid& source) {
  const auto contact = std::ranges::find(state.contacts, source, &contact_link::id);
  if (contact != state.contacts.end()) return static_cast<std::size_t>(contact - state.contacts.begin());
  const auto other = std::ranges::find(state.sources, source, &other_source::id);
  return state.contacts.size() + static_cast<std::size_t>(other - state.sources.begin());
}

std::optional<std::pair<uuid, std::string>> source_at(const incident& state, std::size_t place) {
  if (place < state.contacts.size()) return std::pair(state.contacts[place].id, state.contacts[place].by);
  place -= state.contacts.size();
  if (place < state.sources.size()) return std::pair(state.sources[place].id, state.sources[place].by);
  return std::nullopt;
}

void append_statement(const incident& state, const statement& one, std::string& out) {
  const auto place = place_of(state, one.source);
  out += '[';
  append_canonical_json(out, one.value.value());
  out += ',' + std::to_string(place) + ",\"" + to_rfc3339(one.at) + '"';
  const auto source = source_at(state, place);
  if (one.confidence != confidence::stated || !source || source->second != one.by) {
    out += ',';
    append_canonical_string(out, to_string(one.confidence));
    out += ',';
    append_canonical_string(out, one.by);
  }
  out += ']';
}

std::optional<statement> read_statement(const incident& state, const json& one) {
  if (!one.is_array() || (one.size() != 3 && one.size() != 5)) return std::nullopt;
  if (!one[1].is_number_unsigned() || !one[2].is_string()) return std::nullopt;
  const auto source = source_at(state, one[1].get<std::size_t>());
  const auto at = parse_rfc3339(one[2].get_ref<const std::string&>());
  if (!source || !at) return std::nullopt;
  statement out{document(one[0]), source->first, *at, confidence::stated, source->second};
  if (one.size() == 5) {
    if (!one[3].is_string() || !one[4].is_string()) return std::nullopt;
    const auto sure = parse_confidence(one[3].get_ref<const std::string&>());
    if (!sure) return std::nullopt;
    out.confidence = *sure;
    out.by = one[4].get<std::string>();
  }
  return out;
}

// Written as text at once: this is most of what a new incident's row has beside its assessment.
void append_facts(const incident& state, std::string& out) {
  const char* before = "{";
  for (const auto& [fact, list] : state.facts) {
    out += before;
    before = ",";
    append_canonical_string(out, fact);
    out += ':';
    const char* before_statement = "[";
    for (const auto& one : list) {
      out += before_statement;
      before_statement = ",";
      append_statement(state, one, out);
    }
    out += list.empty() ? "[]" : "]";
  }
  out += state.facts.empty() ? "{}" : "}";
}

void read_facts(const record_reader& record, incident& state) {
  const auto facts = record.object("facts");
  if (facts.is_null()) return;
  for (const auto& [fact, list] : facts.value().items()) {
    auto& into = state.facts[fact];
    for (const auto& one : list) {
      if (auto read = read_statement(state, one))
        into.push_back(*std::move(read));
      else
        record.fail("facts");
    }
  }
}

// ---- the rest

json entry_json(const fact_entry& one) {
  return object_of(
      field{"source", one.source.to_string()}, field{"at", to_rfc3339(one.at)},
      field{"grade", target_or_null(one.grade)}, field{"confirmed", one.confirmed}, field{"flags", one.flags}
  );
}

json approval_json(const approval& one) {
  json voices = json::array();
  for (const auto& voice : one.voices)
    voices.push_back(object_of(field{"by", voice.by}, field{"post", voice.post}, field{"at", to_rfc3339(voice.at)}));
  return object_of(
      field{"id", one.id.to_string()}, field{"state", to_string(one.state)}, field{"requested_by", one.requested_by},
      field{"requested_at", to_rfc3339(one.requested_at)}, field{"from", one.from}, field{"to", target_json(one.to)},
      field{"pathway", value_or_null(one.pathway)}, field{"reason_code", one.reason_code}, field{"needed", one.needed},
      field{"posts", one.posts}, field{"check_by", time_or_null(one.check_by)}, field{"voices", std::move(voices)}
  );
}

approval read_approval(const record_reader& record) {
  approval out;
  out.id = record.id("id");
  out.state = read_code<approval_state>(approval_codes, record, "state");
  out.requested_by = record.text("requested_by");
  out.requested_at = record.time("requested_at");
  out.from = record.text("from");
  if (auto to = record.optional_target("to")) out.to = *std::move(to);
  out.pathway = record.optional_text("pathway");
  out.reason_code = record.text("reason_code");
  out.needed = record.count("needed");
  out.posts = record.texts("posts");
  out.check_by = record.optional_time("check_by");
  record.each_if_any("voices", [&](const record_reader& voice) {
    out.voices.push_back({voice.text("by"), voice.text("post"), voice.time("at")});
  });
  return out;
}

json task_json(const task& one) {
  json out = object_of(
      field{"id", one.id.to_string()}, field{"kind", one.kind}, field{"owner", one.owner},
      field{"state", to_string(one.state)}, field{"opened_at", to_rfc3339(one.opened_at)},
      field{"due_at", to_rfc3339(one.due_at)}, field{"overdue", one.overdue}, field{"generation", one.generation},
      field{"outcome", value_or_null(one.outcome)}, field{"ended_at", time_or_null(one.ended_at)}
  );
  if (one.about) out["about"] = one.about->to_string();
  put_each(out, "attempts", one.attempts, [](const task_attempt& attempt) {
    return object_of(field{"code", attempt.code}, field{"by", attempt.by}, field{"at", to_rfc3339(attempt.at)});
  });
  return out;
}

task read_task(const record_reader& record) {
  task out;
  out.id = record.id("id");
  out.kind = record.text("kind");
  out.owner = record.text("owner");
  out.state = read_code<task_state>(task_codes, record, "state");
  out.opened_at = record.time("opened_at");
  out.due_at = record.time("due_at");
  out.overdue = record.flag("overdue");
  out.generation = record.count("generation");
  out.outcome = record.optional_text("outcome");
  out.ended_at = record.optional_time("ended_at");
  out.about = record.optional_id("about");
  record.each_if_any("attempts", [&](const record_reader& one) {
    out.attempts.push_back({one.text("code"), one.text("by"), one.time("at")});
  });
  return out;
}

void write_grading(const incident& state, json& into) {
  if (state.graded) {
    into["graded"] = object_of(
        field{"by", state.graded->by}, field{"at", to_rfc3339(state.graded->at)}, field{"chosen", state.graded->chosen}
    );
  }
  put(into, "suggested_grade", state.suggested_grade);
  if (state.condition) {
    into["condition"] = object_of(
        field{"restores", target_json(state.condition->restores)}, field{"confirmed", state.condition->confirmed},
        field{"pathway", value_or_null(state.condition->pathway)},
        field{"check_by", to_rfc3339(state.condition->check_by)}
    );
  }
  if (state.response_reduced) into["response_reduced"] = true;
}

void read_grading(const record_reader& record, incident& state) {
  if (record.find("graded") != nullptr) {
    const auto graded = record.inner("graded");
    state.graded = person_grade{graded.text("by"), graded.time("at"), graded.flag("chosen")};
  }
  state.suggested_grade = record.optional_text("suggested_grade");
  if (record.find("condition") != nullptr) {
    const auto condition = record.inner("condition");
    state.condition = grade_condition{
        condition.optional_target("restores").value_or(grade_target{}), condition.flag("confirmed"),
        condition.optional_text("pathway"), condition.time("check_by")
    };
  }
  state.response_reduced = record.find("response_reduced") != nullptr && record.flag("response_reduced");
}

void write_ends(const incident& state, json& into) {
  if (state.promise) {
    into["promise"] = object_of(
        field{"text", state.promise->text}, field{"grade", value_or_null(state.promise->grade)},
        field{"at", to_rfc3339(state.promise->at)}, field{"after_change", state.promise->after_change}
    );
  }
  put_each(into, "earlier_clocks", state.earlier_clocks, [](const earlier_clock& one) {
    return object_of(
        field{"from", to_rfc3339(one.from)}, field{"grade", target_or_null(one.grade)},
        field{"closed_at", to_rfc3339(one.closed_at)}, field{"outcome", one.outcome}
    );
  });
  if (state.closed) {
    into["closed"] = object_of(
        field{"outcome", state.closed->outcome}, field{"by", state.closed->by},
        field{"at", to_rfc3339(state.closed->at)}
    );
  }
}

void read_ends(const record_reader& record, incident& state) {
  if (record.find("promise") != nullptr) {
    const auto promise = record.inner("promise");
    state.promise = caller_promise{
        promise.text("text"), promise.optional_text("grade"), promise.time("at"), promise.flag("after_change")
    };
  }
  record.each_if_any("earlier_clocks", [&](const record_reader& one) {
    state.earlier_clocks.push_back(
        {one.time("from"), one.optional_target("grade"), one.time("closed_at"), one.text("outcome")}
    );
  });
  if (record.find("closed") != nullptr) {
    const auto closed = record.inner("closed");
    state.closed = closing{closed.text("outcome"), closed.text("by"), closed.time("at")};
  }
}

} // namespace

std::string_view to_string(fact_source value) {
  return source_codes.at(static_cast<std::size_t>(value));
}
std::optional<fact_source> parse_fact_source(std::string_view text) {
  return parse<fact_source>(source_codes, text);
}
std::string_view to_string(confidence value) {
  return confidence_codes.at(static_cast<std::size_t>(value));
}
std::optional<confidence> parse_confidence(std::string_view text) {
  return parse<confidence>(confidence_codes, text);
}
std::string_view to_string(approval_state value) {
  return approval_codes.at(static_cast<std::size_t>(value));
}
std::string_view to_string(task_state value) {
  return task_codes.at(static_cast<std::size_t>(value));
}

void append_working(const incident& state, std::string& body) {
  json into = json::object();
  into["clock_from"] = to_rfc3339(state.clock_from);
  put_each(into, "sources", state.sources, [](const other_source& one) {
    return object_of(field{"id", one.id.to_string()}, field{"kind", to_string(one.kind)}, field{"by", one.by});
  });
  put_each(into, "entries", state.entries, entry_json);
  put_each(into, "set_aside", state.set_aside, [](const set_aside_fact& one) {
    return object_of(
        field{"fact", one.fact}, field{"reason_code", one.reason_code}, field{"by", one.by},
        field{"at", to_rfc3339(one.at)}
    );
  });
  write_grading(state, into);
  put_each(into, "approvals", state.approvals, approval_json);
  put_each(into, "tasks", state.tasks, task_json);
  write_ends(state, into);
  write_partners(state, into);
  write_day_one(state, into);
  write_ladder(state, into);
  write_screening(state, into);
  write_links(state, into);
  body.back() = ',';
  body += "\"facts\":";
  append_facts(state, body);
  body += ',';
  body.append(canonical_json(into), 1);
}

void read_working(const record_reader& record, incident& state) {
  state.clock_from = record.time("clock_from");
  record.each_if_any("sources", [&](const record_reader& one) {
    state.sources.push_back({one.id("id"), read_code<fact_source>(source_codes, one, "kind"), one.text("by")});
  });
  read_facts(record, state);
  record.each_if_any("entries", [&](const record_reader& one) {
    state.entries.push_back(
        {one.id("source"), one.time("at"), one.optional_target("grade"), one.flag("confirmed"), one.count("flags")}
    );
  });
  record.each_if_any("set_aside", [&](const record_reader& one) {
    state.set_aside.push_back({one.text("fact"), one.text("reason_code"), one.text("by"), one.time("at")});
  });
  read_grading(record, state);
  record.each_if_any("approvals", [&](const record_reader& one) { state.approvals.push_back(read_approval(one)); });
  record.each_if_any("tasks", [&](const record_reader& one) { state.tasks.push_back(read_task(one)); });
  read_ends(record, state);
  read_partners(record, state);
  read_day_one_work(record, state);
  read_ladder(record, state);
  read_screening(record, state);
  read_links(record, state);
}

json stored_json(const task& value) {
  return task_json(value);
}
task stored_task(const record_reader& record) {
  return read_task(record);
}

json to_json(const task& value) {
  json out = task_json(value);
  out.erase("generation");
  if (!out.contains("attempts")) out["attempts"] = json::array();
  if (!out.contains("about")) out["about"] = nullptr;
  return out;
}

json to_json(const approval& value) {
  json out = approval_json(value);
  out["to"] = value.to.grade;
  out["kind"] = "lower_grade";
  return out;
}

} // namespace frontdoor::triage
