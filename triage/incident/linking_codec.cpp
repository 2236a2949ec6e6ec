#include "triage/incident/linking_codec.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "triage/incident/working_snapshot.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 2> kinds{"duplicate", "related"};

link_kind read_link_kind(const record_reader& body) {
  const auto kind = parse_link_kind(body.text("kind"));
  if (!kind) body.fail("kind");
  return kind.value_or(link_kind::duplicate);
}

// ---- what goes with a join

json linked_statement_json(const statement& one) {
  return object_of(
      field{"value", one.value.value()}, field{"source", one.source.to_string()}, field{"at", to_rfc3339(one.at)},
      field{"confidence", to_string(one.confidence)}, field{"by", one.by}
  );
}

statement read_linked_statement(const record_reader& record) {
  statement out;
  if (const json* value = record.find("value"))
    out.value = document(*value);
  else
    record.fail("value");
  out.source = record.id("source");
  out.at = record.time("at");
  const auto sure = parse_confidence(record.text("confidence"));
  if (!sure) record.fail("confidence");
  out.confidence = sure.value_or(confidence::stated);
  out.by = record.text("by");
  return out;
}

json carried_json(const carried& what) {
  json said = json::object();
  for (const auto& [fact, list] : what.said)
    said[fact] = each_json(list, [](const auto& one) { return linked_statement_json(one); });
  return object_of(
      field{
          "contacts", each_json(
                          what.contacts,
                          [](const contact_link& one) {
                            auto out = object_of(
                                field{"id", one.id.to_string()}, field{"channel", to_string(one.channel)},
                                field{"received_at", to_rfc3339(one.received_at)}, field{"call_live", one.call_live},
                                field{"by", one.by}
                            );
                            put(out, "sender", one.sender);
                            return out;
                          }
                      )
      },
      field{
          "sources", each_json(
                         what.sources,
                         [](const other_source& one) {
                           return object_of(
                               field{"id", one.id.to_string()}, field{"kind", to_string(one.kind)}, field{"by", one.by}
                           );
                         }
                     )
      },
      field{"said", std::move(said)}, field{"tasks", each_json(what.tasks, stored_json)}
  );
}

carried read_carried(const record_reader& record) {
  carried out;
  record.each_if_any("contacts", [&](const record_reader& one) {
    out.contacts.push_back(
        {one.id("id"), one.channel("channel"), one.time("received_at"), one.flag("call_live"), one.text("by"),
         one.optional_text("sender")}
    );
  });
  record.each_if_any("sources", [&](const record_reader& one) {
    const auto kind = parse_fact_source(one.text("kind"));
    if (!kind) one.fail("kind");
    out.sources.push_back({one.id("id"), kind.value_or(fact_source::handler), one.text("by")});
  });
  const auto said = record.object("said");
  if (!said.is_null()) {
    const auto reader = record.inner("said");
    for (const auto& [fact, list] : said.value().items()) {
      auto& into = out.said[fact];
      reader.each_if_any(fact.c_str(), [&](const record_reader& one) { into.push_back(read_linked_statement(one)); });
    }
  }
  record.each_if_any("tasks", [&](const record_reader& one) { out.tasks.push_back(stored_task(one)); });
  return out;
}

carried read_inner(const record_reader& body, const char* name) {
  if (body.find(name) != nullptr) return read_carried(body.inner(name));
  body.fail(name);
  return {};
}

json link_json(const incident_link& one) {
  return object_of(field{"other", one.other.to_string()}, field{"by", one.by}, field{"at", to_rfc3339(one.at)});
}

incident_link read_link(const record_reader& record) {
  return {record.id("other"), record.text("by"), record.time("at")};
}

} // namespace

std::string_view to_string(link_kind value) {
  return kinds.at(static_cast<std::size_t>(value));
}

std::optional<link_kind> parse_link_kind(std::string_view text) {
  const auto found = std::ranges::find(kinds, text);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<link_kind>(found - kinds.begin());
}

// ---- writing

json body_json(const incident_linked& e) {
  return object_of(field{"kind", to_string(e.kind)}, field{"other", e.other.to_string()});
}

json body_json(const incident_absorbed& e) {
  return object_of(
      field{"other", e.other.to_string()}, field{"taken", carried_json(e.taken)},
      field{"clock_from", time_or_null(e.clock_from)}, field{"grade", e.grade ? target_json(*e.grade) : json()},
      field{"confirmed", e.confirmed}, field{"pathway", value_or_null(e.pathway)},
      field{"district", value_or_null(e.district)}, field{"flags", e.flags}
  );
}

json body_json(const link_undone& e) {
  return object_of(
      field{"kind", to_string(e.kind)}, field{"other", e.other.to_string()}, field{"returned", carried_json(e.returned)}
  );
}

json body_json(const incident_released& e) {
  return object_of(field{"other", e.other.to_string()});
}

json body_json(const major_incident_changed& e) {
  return object_of(field{"major", e.major ? json(e.major->to_string()) : json()});
}

// ---- reading

event read_incident_linked(event_head head, const record_reader& body, personal_source personal) {
  return incident_linked{std::move(head), read_link_kind(body), body.id("other"), words_of(personal)};
}

event read_incident_absorbed(event_head head, const record_reader& body, personal_source personal) {
  incident_absorbed out;
  out.head = std::move(head);
  out.other = body.id("other");
  out.taken = read_inner(body, "taken");
  out.clock_from = body.optional_time("clock_from");
  if (body.find("grade") != nullptr) out.grade = body.inner("grade").target();
  out.confirmed = body.flag("confirmed");
  out.pathway = body.optional_text("pathway");
  out.district = body.optional_text("district");
  body.list("flags", [&](const json& one) {
    if (one.is_string())
      out.flags.push_back(one.get<std::string>());
    else
      body.fail("flags");
  });
  if (personal) out.personal = incident_personal_from_json(*personal);
  return out;
}

event read_link_undone(event_head head, const record_reader& body, personal_source personal) {
  return link_undone{
      std::move(head), read_link_kind(body), body.id("other"), read_inner(body, "returned"), words_of(personal)
  };
}

event read_incident_released(event_head head, const record_reader& body, personal_source) {
  return incident_released{std::move(head), body.id("other")};
}

event read_major_incident_changed(event_head head, const record_reader& body, personal_source) {
  return major_incident_changed{std::move(head), body.optional_id("major")};
}

// ---- the snapshot and the contract

void write_links(const incident& state, json& into) {
  if (state.joined) into["joined"] = link_json(*state.joined);
  if (!state.absorbed.empty()) {
    into["absorbed"] = each_json(state.absorbed, [](const absorbed_incident& one) {
      return object_of(
          field{"other", one.other.to_string()}, field{"by", one.by}, field{"at", to_rfc3339(one.at)},
          field{"sources", ids_json(one.sources)}, field{"tasks", ids_json(one.tasks)}
      );
    });
  }
  put_each(into, "related", state.related, link_json);
  if (state.major) into["major"] = state.major->to_string();
}

void read_links(const record_reader& record, incident& state) {
  if (record.find("joined") != nullptr) state.joined = read_link(record.inner("joined"));
  record.each_if_any("absorbed", [&](const record_reader& one) {
    state.absorbed.push_back({one.id("other"), one.text("by"), one.time("at"), one.ids("sources"), one.ids("tasks")});
  });
  record.each_if_any("related", [&](const record_reader& one) { state.related.push_back(read_link(one)); });
  state.major = record.optional_id("major");
}

json links_json(const incident& state) {
  json out = json::array();
  const auto add = [&](link_kind kind, json role, const uuid& other, const std::string& by, timestamp at) {
    out.push_back(object_of(
        field{"kind", to_string(kind)}, field{"role", std::move(role)}, field{"incident", other.to_string()},
        field{"by", by}, field{"at", to_rfc3339(at)}
    ));
  };
  if (state.joined) add(link_kind::duplicate, "duplicate", state.joined->other, state.joined->by, state.joined->at);
  for (const auto& one : state.absorbed)
    add(link_kind::duplicate, "survivor", one.other, one.by, one.at);
  for (const auto& one : state.related)
    add(link_kind::related, nullptr, one.other, one.by, one.at);
  return out;
}

} // namespace frontdoor::triage
