#include "server/dispatch/board.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "server/command/stored_incident.hpp"
#include "server/dispatch/cloud_event.hpp"
#include "triage/canonical_json.hpp"

namespace frontdoor::dispatch {

using nlohmann::json;

namespace {

std::optional<std::string> grade_of(const triage::incident& state) {
  if (!state.grade) return std::nullopt;
  return state.grade->grade;
}

// The card once without and once with its personal member: the second is the first with that member put in.
struct card_texts {
  std::string plain;
  std::string full;
};

card_texts write_cards(const board_entry& entry) {
  card_texts texts;
  texts.plain = triage::canonical_json(triage::card(entry.state, entry.number));
  const auto personal = triage::card_personal(entry.state);
  texts.full = texts.plain;
  if (!personal.is_null()) {
    texts.full.pop_back();
    texts.full += ",\"personal\":";
    triage::append_canonical_json(texts.full, personal);
    texts.full += '}';
  }
  return texts;
}

} // namespace

auth::event_scope published_event::scope() const {
  auth::event_scope what;
  what.stream_type = "incident";
  if (district_before) what.district_before = *district_before;
  if (district_after) what.district_after = *district_after;
  what.owner = owner;
  return what;
}

std::string card_text(const board_entry& entry, auth::detail shown) {
  auto texts = write_cards(entry);
  return shown == auth::detail::full ? std::move(texts.full) : std::move(texts.plain);
}

std::vector<triage::uuid> board::load(const db::board_at& rows) {
  std::vector<triage::uuid> to_rebuild;
  for (const auto& row : rows.rows) {
    auto state = command::read_snapshot(row.snapshot, row.personal);
    if (!state) {
      to_rebuild.push_back(row.id);
      continue;
    }
    put({std::move(*state), row.number, row.owner_id});
  }
  return to_rebuild;
}

void board::put(board_entry entry) {
  remember(entry.state);
  entries_.insert_or_assign(entry.state.id, std::move(entry));
}

void board::remember(const triage::incident& state) {
  if (state.dispatch) dispatches_.insert_or_assign(state.dispatch->id, state.id);
  if (state.ladder.escalations.empty())
    escalated_.erase(state.id);
  else
    escalated_.insert(state.id);
}

published_events board::fold(const db::committed_events& events, bool write_texts) {
  std::unordered_map<triage::uuid, std::size_t> last_of;
  for (std::size_t i = 0; i < events.size(); ++i)
    last_of[events[i]->stream_id] = i;

  std::vector<std::shared_ptr<published_event>> published;
  published.reserve(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& row = *events[i];
    auto out = std::make_shared<published_event>();
    out->position = row.position;
    out->stream = row.stream_id;
    if (row.stream_type == "incident") fold_one(row, *out, last_of[row.stream_id] == i, write_texts);
    published.push_back(std::move(out));
  }
  show_new_ones_as_they_end(published);
  for (const auto& [stream, last] : last_of)
    drop_if_closed(stream);
  return {std::make_move_iterator(published.begin()), std::make_move_iterator(published.end())};
}

void board::fold_one(const db::committed_event& row, published_event& out, bool last_of_stream, bool write_texts) {
  const auto what = command::decode_shared(row);
  if (!what) {
    // Written by a later release: this server cannot show it, and says so where operators look.
    log_.error("event_not_understood", {{"position", row.position}, {"type", row.type}});
    return;
  }
  auto& entry = entries_[row.stream_id];
  out.on_board = true;
  out.existed_before = entry.state.version != 0;
  out.district_before = entry.state.district;
  out.grade_before = grade_of(entry.state);
  if (row.version > entry.state.version) {
    if (const auto* opened = command::opened_by(row))
      entry.state = *opened;
    else
      entry.state = triage::apply(std::move(entry.state), **what);
  }
  if (!row.number.empty()) entry.number = row.number;
  if (!out.existed_before) entry.owner = row.owner_id;
  if (!entry.owner.is_nil()) out.owner = entry.owner;
  out.district_after = entry.state.district;
  out.grade_after = grade_of(entry.state);
  if (!out.existed_before) out.district_before = out.district_after;
  remember(entry.state);
  if (!write_texts) return;
  card_texts cards;
  if (last_of_stream) cards = write_cards(entry);
  out.plain = std::make_shared<const std::string>(cloud_event(row, cards.plain, false));
  out.full = std::make_shared<const std::string>(cloud_event(row, cards.full, true));
}

// An incident is opened and graded in one decision: a console kept to other grades must not see it come and go between.
void board::show_new_ones_as_they_end(std::vector<std::shared_ptr<published_event>>& published) const {
  std::unordered_set<triage::uuid> opened;
  for (const auto& event : published) {
    if (!event->on_board) continue;
    if (!event->existed_before) opened.insert(event->stream);
    if (!opened.contains(event->stream)) continue;
    event->existed_before = false;
    event->grade_before = event->grade_after = grade_of(entries_.at(event->stream).state);
  }
}

void board::drop_if_closed(const triage::uuid& incident) {
  const auto found = entries_.find(incident);
  if (found == entries_.end() || found->second.state.status == triage::incident_status::open) return;
  const auto& state = found->second.state;
  if (state.dispatch) dispatches_.erase(state.dispatch->id);
  for (const auto& id : state.superseded_dispatches)
    dispatches_.erase(id);
  escalated_.erase(incident);
  entries_.erase(found);
}

std::vector<triage::uuid> board::missing_in(const db::committed_events& events) const {
  std::vector<triage::uuid> missing;
  std::vector<triage::uuid> begun;
  const auto has = [](const std::vector<triage::uuid>& list, const triage::uuid& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  for (const auto& event : events) {
    const auto& id = event->stream_id;
    if (event->stream_type != "incident" || entries_.contains(id) || has(begun, id) || has(missing, id)) continue;
    (event->version == 1 ? begun : missing).push_back(id);
  }
  return missing;
}

const board_entry* board::find(const triage::uuid& incident) const {
  const auto found = entries_.find(incident);
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<triage::uuid> board::incident_of_dispatch(const triage::uuid& dispatch) const {
  const auto found = dispatches_.find(dispatch);
  if (found == dispatches_.end()) return std::nullopt;
  return found->second;
}

triage::document board::open_by_grade() const {
  json counts = json::object();
  for (const auto& [id, entry] : entries_) {
    auto& count = counts[entry.state.grade ? entry.state.grade->grade : "ungraded"];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  return triage::document(json{{"open_by_grade", std::move(counts)}});
}

void board::for_each(const std::function<void(const board_entry&)>& visit) const {
  for (const auto& [id, entry] : entries_)
    visit(entry);
}

void board::for_each_escalated(const std::function<void(const board_entry&)>& visit) const {
  for (const auto& id : escalated_)
    visit(entries_.at(id));
}

std::vector<triage::uuid> board::ids() const {
  std::vector<triage::uuid> all;
  all.reserve(entries_.size());
  for (const auto& [id, entry] : entries_)
    all.push_back(id);
  return all;
}

} // namespace frontdoor::dispatch
