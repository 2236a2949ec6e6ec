// The roster as the log and the snapshot hold it, and how its state follows from its events.

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "triage/force/roster.hpp"
#include "triage/incident/json_fields.hpp"
#include "triage/incident/record_reader.hpp"
#include "triage/incident/side_codec.hpp"

namespace frontdoor::triage::force {

namespace {

using nlohmann::json;

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<roster_event>> roster_types{
    "roster.planned", "roster.gaps_named", "roster.shift_began"
};

json duty_json(const planned_duty& one) {
  json out = object_of(
      field{"post", one.post}, field{"person", one.person}, field{"from", to_rfc3339(one.from)},
      field{"to", to_rfc3339(one.to)}
  );
  put(out, "area", one.area);
  if (one.on_call) out["on_call"] = true;
  return out;
}

planned_duty read_duty(const record_reader& from) {
  planned_duty out;
  out.post = from.text("post");
  out.area = from.optional_text("area");
  out.person = from.text("person");
  out.from = from.time("from");
  out.to = from.time("to");
  out.on_call = from.find("on_call") != nullptr && from.flag("on_call");
  return out;
}

json gap_json(const roster_gap& one) {
  json out = object_of(field{"post", one.post}, field{"from", to_rfc3339(one.from)});
  put(out, "area", one.area);
  if (one.to) out["to"] = to_rfc3339(*one.to);
  return out;
}

roster_gap read_gap(const record_reader& from) {
  return {from.text("post"), from.optional_text("area"), from.time("from"), from.optional_time("to")};
}

json taken_json(const taken_over& one) {
  return object_of(
      field{"duty", duty_json(one.duty)}, field{"incidents", ids_json(one.incidents)}, field{"more", one.more}
  );
}

taken_over read_taken(const record_reader& from) {
  taken_over out;
  if (from.find("duty") == nullptr)
    from.fail("duty");
  else
    out.duty = read_duty(from.inner("duty"));
  out.incidents = from.ids("incidents");
  if (from.find("more") != nullptr) out.more = from.count("more"); // events before it was counted have none
  return out;
}

// A list of what `read` makes of each element.
template <typename Read> auto read_each(const record_reader& from, const char* name, Read read) {
  std::vector<decltype(read(from))> out;
  from.list(name, [&](const json& one) { out.push_back(read(from.inner(one, name))); });
  return out;
}

template <typename List, typename Write> json list_json(const List& list, Write write) {
  json out = json::array();
  for (const auto& one : list)
    out.push_back(write(one));
  return out;
}

json roster_body(const roster_planned& e) {
  return object_of(
      field{"from", to_rfc3339(e.from)}, field{"to", to_rfc3339(e.to)}, field{"duties", list_json(e.duties, duty_json)}
  );
}

json roster_body(const roster_gaps_named& e) {
  json out = object_of(field{"gaps", list_json(e.gaps, gap_json)}, field{"tell", e.tell});
  if (e.look_at) out["look_at"] = to_rfc3339(*e.look_at);
  return out;
}

json roster_body(const roster_shift_began& e) {
  return object_of(field{"at", to_rfc3339(e.at)}, field{"told", list_json(e.told, taken_json)});
}

roster_event read_roster_event(std::size_t type, event_head head, const record_reader& body) {
  if (type == 0)
    return roster_planned{std::move(head), body.time("from"), body.time("to"), read_each(body, "duties", read_duty)};
  if (type == 1)
    return roster_gaps_named{
        std::move(head), read_each(body, "gaps", read_gap), body.text("tell"), body.optional_time("look_at")
    };
  return roster_shift_began{std::move(head), body.time("at"), read_each(body, "told", read_taken)};
}

void put_in_order(std::vector<planned_duty>& duties) {
  std::ranges::sort(duties, [](const planned_duty& a, const planned_duty& b) {
    return std::tie(a.from, a.post, a.area, a.person) < std::tie(b.from, b.post, b.area, b.person);
  });
}

struct roster_folder {
  roster& state;

  void operator()(const roster_planned& e) const {
    std::erase_if(state.duties, [&](const planned_duty& one) { return e.from <= one.from && one.from < e.to; });
    state.duties.insert(state.duties.end(), e.duties.begin(), e.duties.end());
    put_in_order(state.duties);
    state.planned_version = state.version;
    keep_what_is_planned(state.begun);
    state.planned_to = state.planned_to ? std::max(*state.planned_to, e.to) : e.to;
    if (!state.begun_to) state.begun_to = e.head.occurred_at;
  }
  void operator()(const roster_gaps_named& e) const {
    std::vector<named_gap> named;
    for (const auto& gap : e.gaps) {
      const auto before = std::ranges::find(state.gaps, gap, &named_gap::gap);
      named.push_back({gap, before == state.gaps.end() ? e.head.occurred_at : before->named_at});
    }
    state.gaps = std::move(named);
    state.look_at = e.look_at;
  }
  void operator()(const roster_shift_began& e) const {
    state.begun_to = state.begun_to ? std::max(*state.begun_to, e.at) : e.at;
    state.begun.insert(state.begun.end(), e.told.begin(), e.told.end());
    std::erase_if(state.begun, [&](const taken_over& one) { return one.duty.to <= *state.begun_to; });
  }

 private:
  void keep_what_is_planned(std::vector<taken_over>& begun) const {
    std::vector<taken_over> kept;
    for (auto& one : begun) {
      const auto planned =
          std::ranges::find_if(state.duties, [&](const planned_duty& duty) { return is_same_duty(duty, one.duty); });
      if (planned == state.duties.end()) continue;
      one.duty = *planned;
      kept.push_back(std::move(one));
    }
    begun = std::move(kept);
  }
};

} // namespace

const event_head& head_of(const roster_event& e) {
  return visit([](const auto& one) -> const event_head& { return one.head; }, e);
}

roster apply(roster state, const roster_event& e) {
  const auto& head = head_of(e);
  ++state.version;
  state.id = head.stream;
  visit(roster_folder{state}, e);
  std::erase_if(state.duties, [&](const planned_duty& one) { return one.to + roster_kept_for <= head.occurred_at; });
  return state;
}

event_text encode(const roster_event& e) {
  return row_of("roster", roster_types, e, [](const auto& one) { return roster_body(one); });
}

std::expected<roster_event, faults> decode_roster(const encoded_event& row) {
  return event_of(roster_types, row, [](std::size_t which, event_head head, const record_reader& body, const auto&) {
    return read_roster_event(which, std::move(head), body);
  });
}

json to_snapshot_json(const roster& state) {
  json out = object_of(
      field{"id", state.id.to_string()}, field{"version", state.version},
      field{"planned_version", state.planned_version}, field{"fold_version", roster_fold},
      field{"duties", list_json(state.duties, duty_json)}, field{"begun", list_json(state.begun, taken_json)},
      field{
          "gaps", list_json(
                      state.gaps,
                      [](const named_gap& one) {
                        auto gap = gap_json(one.gap);
                        gap["named_at"] = to_rfc3339(one.named_at);
                        return gap;
                      }
                  )
      }
  );
  if (state.planned_to) out["planned_to"] = to_rfc3339(*state.planned_to);
  if (state.begun_to) out["begun_to"] = to_rfc3339(*state.begun_to);
  if (state.look_at) out["look_at"] = to_rfc3339(*state.look_at);
  return out;
}

std::optional<roster> roster_from_snapshot(const json& body) {
  faults found;
  const record_reader record(body, "", "malformed_snapshot", found);
  if (record.count("fold_version") != roster_fold) return std::nullopt;
  roster out;
  out.id = record.id("id");
  out.version = record.count("version");
  out.planned_version = record.count("planned_version");
  out.duties = read_each(record, "duties", read_duty);
  out.begun = read_each(record, "begun", read_taken);
  out.gaps = read_each(record, "gaps", [](const record_reader& one) {
    return named_gap{read_gap(one), one.time("named_at")};
  });
  out.planned_to = record.optional_time("planned_to");
  out.begun_to = record.optional_time("begun_to");
  out.look_at = record.optional_time("look_at");
  if (!found.empty()) return std::nullopt;
  return out;
}

json to_json(const planned_duty& one) {
  auto out = duty_json(one);
  out["area"] = value_or_null(one.area);
  out["on_call"] = one.on_call;
  return out;
}

json to_json(const named_gap& one) {
  return object_of(
      field{"post", one.gap.post}, field{"area", value_or_null(one.gap.area)}, field{"from", to_rfc3339(one.gap.from)},
      field{"to", time_or_null(one.gap.to)}, field{"named_at", to_rfc3339(one.named_at)}
  );
}

json to_json(const wanted_post& one) {
  return object_of(field{"post", one.post}, field{"area", value_or_null(one.area)});
}

json to_json(const taken_over& one) {
  auto out = taken_json(one);
  out["duty"] = to_json(one.duty);
  return out;
}

} // namespace frontdoor::triage::force
