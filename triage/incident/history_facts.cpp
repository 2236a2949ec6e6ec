// What the record knew already enters the assessment as facts of a machine source: it can add to what was said, and
// never take from it (lessons.md R06, R07).

#include <algorithm>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/assessing.hpp"
#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr const char* history_actor = "system:history";

// Whether the facts stated make the pack ask for this one.
bool asked_because(const policy_pack& pack, std::size_t fact, const fact_set& stated) {
  const auto index = pack.question_of_fact[fact];
  if (index == policy_pack::no_question) return false;
  return std::ranges::any_of(pack.questions[index].enable_when, [&](const question::condition& one) {
    const bool is_fact = one.slot < pack.facts.size();
    if (!is_fact || !stated.known(one.slot) || pack.facts[one.slot].type == fact_type::set) return false;
    return one.test.accepts(stated.code(one.slot));
  });
}

// Whether a history that says `code` adds to what was stated.
bool adds(const policy_pack& pack, std::size_t fact, const fact_set& stated, std::int32_t code) {
  const auto& definition = pack.facts[fact];
  const bool known = stated.known(fact);
  switch (definition.type) {
  case fact_type::set:
    return !known || (code & ~stated.code(fact)) != 0;
  case fact_type::boolean:
    // What reassures is said only where it is asked for, and against nobody's word.
    if (definition.worse == worse_direction::down) return !known && asked_because(pack, fact, stated);
    return !known || stated.code(fact) < code;
  case fact_type::integer:
  case fact_type::enumeration:
    return !known || stated.code(fact) < code;
  }
  return false;
}

void say(statements& into, const json& facts, const uuid& source, const std::string& by, const context& context) {
  for (const auto& [key, value] : facts.items()) {
    statement one{document(value), source, context.now};
    one.by = by;
    into[key].push_back(std::move(one));
  }
}

} // namespace

document news_of_history(const policy_pack& pack, const fact_set& stated, const document& history) {
  if (history.is_null()) return {};
  json news = json::object();
  const auto offered = history.value().value("facts", json::object());
  for (const auto& [key, value] : offered.items()) {
    const auto fact = pack.facts.find(key);
    if (!fact) continue;
    json wanted = value;
    // A marker without a value in this pack is shown to people, and tells the pack nothing.
    if (pack.facts[*fact].type == fact_type::set && value.is_array()) {
      wanted = json::array();
      for (const auto& one : value) {
        if (one.is_string() && pack.facts[*fact].find_value(one.get_ref<const std::string&>())) wanted.push_back(one);
      }
      if (wanted.empty()) continue;
    }
    if (pack.facts[*fact].type == fact_type::integer && value.is_number_integer())
      wanted = std::min(value.get<std::int64_t>(), std::int64_t{pack.facts[*fact].maximum});
    const auto read = read_facts(pack.facts, json{{key, wanted}}, "");
    if (read && read->known(*fact) && adds(pack, *fact, stated, read->code(*fact))) news[key] = std::move(wanted);
  }
  return news.empty() ? document() : document(std::move(news));
}

incident_assessment assess_with_history(
    const context& context, const fact_set& stated, const document& said, const document& news,
    std::span<const cue_finding> cues
) {
  if (news.is_null()) return {stated, assess(context.policy, stated, cues)};
  statements all;
  // Two sources without an incident yet; only that they differ matters.
  if (!said.is_null()) say(all, said.value(), uuid{}, context.actor.name, context);
  uuid other;
  other.bytes.back() = 1;
  say(all, news.value(), other, history_actor, context);
  return assess_incident(context.policy, all, std::nullopt, cues);
}

void record_history(recording& record, const document& news) {
  record_machine_facts(record, news, history_actor, confidence::confirmed);
}

void record_machine_facts(recording& record, const document& news, const char* actor, confidence sure) {
  if (news.is_null()) return;
  facts_added e;
  e.head = record.head(record.state().id);
  e.head.actor = actor;
  const auto& sources = record.state().sources;
  const auto own = std::ranges::find(sources, actor, &other_source::by);
  e.source = own == sources.end() ? record.context().next_id() : own->id;
  e.kind = fact_source::system;
  e.confidence = sure;
  e.facts = news;
  record.add(std::move(e));
}

} // namespace frontdoor::triage
