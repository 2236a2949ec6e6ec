#include "server/console/protocol.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

#include "server/console/board_filter.hpp"
#include "server/console/call_frames.hpp"
#include "server/schema/strict_json.hpp"

namespace frontdoor::console {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

// The schema file that checks each kind of message a console may send.
std::optional<std::string_view> schema_of(std::string_view type) {
  if (type == "subscribe") return "console-subscribe.schema.json";
  if (type == "receipt") return "console-receipt.schema.json";
  if (type == "displayed") return "console-displayed.schema.json";
  if (type == "ack") return "console-ack.schema.json";
  if (type == "pong") return "console-pong.schema.json";
  return std::nullopt;
}

std::shared_ptr<const std::string> text_of(const json& message) {
  return std::make_shared<const std::string>(message.dump());
}

class protocol_session final : public session,
                               public dispatch::subscriber,
                               public std::enable_shared_from_this<protocol_session> {
 public:
  protocol_session(protocol_services& services, std::weak_ptr<connection> wire, auth::principal who)
      : services_(services), wire_(std::move(wire)), who_(std::move(who)), rights_(auth::class_of(who_)),
        id_(services.commands.new_id()) {}

  void on_open() override {
    connected_at_ = services_.commands.now();
    services_.metrics.consoles(1);
    counted_ = true;
    send(text_of(with_mode(
        {{"type", "hello"},
         {"node", services_.hub.node()},
         {"epoch", services_.hub.epoch()},
         {"position", services_.hub.position()},
         {"heartbeat_s", services_.options.heartbeat.count()}}
    )));
  }

  void on_message(std::string text) override {
    heartbeats_missed_ = 0;
    const auto message = schema::parse_strict(text);
    if (!message || !message->is_object() || !message->contains("type") || !(*message)["type"].is_string()) {
      return refuse("message_refused", "A message is a JSON object with a type.");
    }
    const auto type = (*message)["type"].get<std::string>();
    const auto schema = schema_of(type);
    if (!schema) return refuse("message_refused", "There is no such type of message.");
    if (const auto faults = services_.schemas.validate(*schema, *message); !faults.empty()) {
      return refuse("message_refused", faults.front().pointer + ": " + faults.front().detail);
    }
    if (type == "subscribe") return subscribe(*message);
    if (type == "pong") return;
    const auto dispatch = *triage::uuid::parse((*message)["dispatch"].get<std::string>());
    if (type == "ack") {
      asio::co_spawn(services_.io, acknowledge(shared_from_this(), dispatch), asio::detached);
    } else {
      asio::co_spawn(services_.io, record(shared_from_this(), dispatch, type), asio::detached);
    }
  }

  void on_drained() override { pump(); }

  void on_closed() override {
    closed_ = true;
    if (counted_) services_.metrics.consoles(-1);
    counted_ = false;
  }

  void on_published() override { pump(); }

  void on_calls(const std::vector<triage::uuid>& calls) override {
    if (subscribed_ && !closed_) calls_.changed(calls, services_.hub.calls());
  }

  void on_heartbeat() override {
    if (closed_) return;
    if (++heartbeats_missed_ > services_.options.heartbeats_missed_max) return refuse("heartbeat_missed", "", true);
    // An empty frame proves to a console that hears nothing that there was nothing for it.
    if (subscribed_ && snapshot_.empty() && cursor_ > told_ && room()) {
      send(frame_text({}, 0, cursor_));
      told_ = cursor_;
    }
    send(text_of(with_mode({{"type", "ping"}})));
    if (++heartbeats_ % check_every == 0)
      asio::co_spawn(services_.io, check_rights(shared_from_this()), asio::detached);
  }

  void on_outage() override {
    if (!subscribed_ || closed_) return;
    const auto& outage = services_.hub.outage();
    if (outage.changes().size() < outage_told_) {
      // All of it is in the record: cards with temporary numbers, and those that turned out to be others', go.
      outage_told_ = 0;
      begin_snapshot();
    }
    pump();
  }

  void on_handed_over() override {
    refuse(
        "handed_over",
        "This server cannot reach the record, and another one can: connect again, by way of the same proxy.", true,
        close_code::restart
    );
  }

  void on_draining() override { refuse("restarting", "", true, close_code::restart); }

  std::uint64_t position() const override { return subscribed_ ? cursor_ : services_.hub.position(); }

  dispatch::console_view view() const override {
    dispatch::console_view out;
    out.account = who_.name;
    if (who_.role) out.role = auth::to_string(*who_.role);
    out.districts = filter_.districts.empty() ? who_.districts : filter_.districts;
    out.connected_at = connected_at_;
    out.position = cursor_;
    out.filling = snapshotting_;
    if (behind_since_)
      out.behind_for =
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - *behind_since_);
    return out;
  }

 private:
  static constexpr int check_every = 6;          // heartbeats between two looks at the user's rights
  static constexpr std::size_t commands_max = 8; // of one console under way at once

  bool room() const {
    const auto wire = wire_.lock();
    return wire && wire->bytes_in_flight() + services_.options.frame_bytes_max < services_.options.bytes_in_flight_max;
  }

  // A part of a snapshot goes alone: it may be larger than what else may be in flight.
  bool idle() const {
    const auto wire = wire_.lock();
    return wire && wire->bytes_in_flight() == 0;
  }

  void send(std::shared_ptr<const std::string> text) {
    const auto wire = wire_.lock();
    if (!wire || closed_) return;
    const auto in_flight = wire->bytes_in_flight();
    if (in_flight != 0 && in_flight + text->size() > services_.options.bytes_in_flight_max) {
      // Never a silent hole: a console that cannot take this begins anew.
      closed_ = true;
      wire->close(close_code::restart, "behind");
      return;
    }
    services_.metrics.frames_sent(1, text->size());
    wire->send(std::move(text));
  }

  void refuse(std::string_view code, std::string detail, bool resume = false, close_code closing = close_code::policy) {
    if (closed_) return;
    json bye{{"type", "bye"}, {"code", code}, {"resume", resume}};
    if (!detail.empty()) bye["detail"] = std::move(detail);
    send(text_of(bye));
    closed_ = true;
    if (const auto wire = wire_.lock()) wire->close(closing, code);
  }

  // A pod is the districts that it looks after.
  std::optional<board_filter> filter_of(const json& message) const {
    board_filter filter;
    if (message.contains("districts")) filter.districts = message["districts"].get<std::vector<std::string>>();
    if (message.contains("grades")) filter.grades = message["grades"].get<std::vector<std::string>>();
    if (!message.contains("pods")) return filter;
    for (const auto& pod : message["pods"]) {
      const auto districts =
          services_.districts_of_pod ? services_.districts_of_pod(pod.get<std::string>()) : std::nullopt;
      if (!districts) return std::nullopt;
      filter.districts.insert(filter.districts.end(), districts->begin(), districts->end());
    }
    return filter;
  }

  void subscribe(const json& message) {
    auto filter = filter_of(message);
    if (!filter) return refuse("message_refused", "/pods: The force has no such pod.");
    filter_ = std::move(*filter);
    if (message.contains("after") && can_go_on_after(message["after"].get<std::uint64_t>())) {
      cursor_ = told_ = message["after"].get<std::uint64_t>();
      snapshot_.clear();
    } else {
      begin_snapshot();
    }
    if (!subscribed_) services_.hub.add(weak_from_this());
    subscribed_ = true;
    calls_.begin(services_.hub.calls());
    if (auth::detail_for(who_) == auth::detail::full) {
      asio::co_spawn(services_.io, record_read(shared_from_this(), "board", std::nullopt), asio::detached);
    }
    pump();
  }

  void begin_snapshot() {
    snapshot_.clear();
    services_.hub.incidents().for_each([this](const dispatch::board_entry& entry) {
      if (on_board(who_, filter_, entry)) snapshot_.push_back(entry.state.id);
    });
    const auto per_part = services_.options.snapshot_items_max;
    parts_ = std::max<std::size_t>(1, (snapshot_.size() + per_part - 1) / per_part);
    part_ = 0;
    snapshotting_ = true;
    outage_told_ = 0; // the snapshot is of the log alone
    cursor_ = told_ = services_.hub.position();
  }

  void pump() {
    if (!subscribed_ || closed_) return;
    send_what_fits();
    note_progress();
  }

  // Since when not everything has arrived: what is still on the wire has not.
  void note_progress() {
    const bool behind = snapshotting_ || cursor_ < services_.hub.position() || !idle();
    if (!behind)
      behind_since_.reset();
    else if (!behind_since_)
      behind_since_ = std::chrono::steady_clock::now();
  }

  // Sends what there is while there is room: the parts of a snapshot, then frames.
  void send_what_fits() {
    while (snapshotting_ && idle())
      send_snapshot_part();
    if (snapshotting_) return;
    const auto& events = services_.hub.events();
    tell_of_outage();
    tell_of_calls();
    while (cursor_ < events.last() && room()) {
      std::shared_ptr<const dispatch::stretch> past;
      if (!events.can_resume_after(cursor_)) {
        if (!can_go_on_after(cursor_)) {
          begin_snapshot();
          return send_what_fits();
        }
        past = services_.past->find(cursor_ + 1);
        if (!past) return read_past();
      }
      if (!send_next_frame(past.get())) return;
    }
  }

  // Everything after that position can be told event by event.
  bool can_go_on_after(std::uint64_t position) const {
    return services_.hub.events().can_resume_after(position) || services_.past->in_reach(position);
  }

  // Asks for the events behind the cursor, and goes on when they are there. Where the log cannot be read now the board
  // is in memory: better that than nothing.
  void read_past() {
    if (reading_past_) return;
    reading_past_ = true;
    services_.past->read(cursor_ + 1, [weak = weak_from_this()](bool read) {
      const auto self = weak.lock();
      if (!self) return;
      self->reading_past_ = false;
      if (!read && !self->closed_ && !self->snapshotting_ &&
          !self->services_.hub.events().can_resume_after(self->cursor_))
        self->begin_snapshot();
      self->pump();
    });
  }

  // Adds the server's mode where it is not the normal one.
  json with_mode(json message) const {
    if (services_.hub.mode() != "normal") message["mode"] = services_.hub.mode();
    return message;
  }

  // The mode, where it has changed, and what the outage has changed beside the log. No positions: nothing of this
  // counts for resuming, and a console that comes back is told all of it again.
  void tell_of_outage() {
    const auto& hub = services_.hub;
    const auto& changes = hub.outage().changes();
    const auto shown = auth::detail_for(who_);
    while (room() && (mode_told_ != hub.mode() || outage_told_ < changes.size())) {
      std::string items;
      const auto end = std::min(changes.size(), outage_told_ + services_.options.snapshot_items_max);
      for (; outage_told_ < end; ++outage_told_) {
        const auto* entry = hub.outage().find(changes[outage_told_]);
        if (entry == nullptr || !on_board(who_, filter_, *entry)) continue;
        if (!items.empty()) items += ',';
        items += dispatch::card_text(*entry, shown);
        if (items.size() < services_.options.frame_bytes_max) continue;
        ++outage_told_;
        break;
      }
      if (items.empty() && mode_told_ == hub.mode()) continue;
      mode_told_ = hub.mode();
      std::string text = R"({"type":"outage","mode":")" + mode_told_ + R"(","items":[)" + items + "]}";
      send(std::make_shared<const std::string>(std::move(text)));
    }
  }

  // The calls of this console's person, ahead of what the log has: somebody is on the line.
  void tell_of_calls() {
    while (calls_.waiting() && room()) {
      auto message = calls_.next(who_, services_.hub.calls(), services_.options.frame_bytes_max);
      if (!message) continue;
      send(std::make_shared<const std::string>(std::move(message->text)));
      for (const auto& call : message->personal)
        asio::co_spawn(services_.io, record_read(shared_from_this(), "call", call), asio::detached);
    }
  }

  void send_snapshot_part() {
    const auto shown = auth::detail_for(who_);
    const auto per_part = services_.options.snapshot_items_max;
    const auto begin = part_ * per_part;
    const auto end = std::min(snapshot_.size(), begin + per_part);
    ++part_;
    std::string text = R"({"type":"snapshot","position":)" + std::to_string(told_) + R"(,"part":)" +
                       std::to_string(part_) + R"(,"parts":)" + std::to_string(parts_) + R"(,"items":[)";
    bool first = true;
    for (auto i = begin; i < end; ++i) {
      const auto* entry = services_.hub.incidents().find(snapshot_[i]);
      if (entry == nullptr || !on_board(who_, filter_, *entry)) continue;
      if (!first) text += ',';
      first = false;
      text += dispatch::card_text(*entry, shown);
    }
    text += "]}";
    send(std::make_shared<const std::string>(std::move(text)));
    if (part_ == parts_) {
      snapshotting_ = false;
      snapshot_.clear();
    }
  }

  // Sends the events behind the cursor as one frame, up to its size: those of `past`, or of the ring where that is
  // null. False when there was nothing to see up to the end of the log: the cursor moves on, and the next frame or
  // heartbeat says so.
  bool send_next_frame(const dispatch::stretch* past) {
    const auto last = services_.hub.events().last();
    const auto frame = past != nullptr ? write_frame(past) : shared_frame(last);
    cursor_ = frame->end;
    if (!frame->text) return cursor_ < last;
    told_ = cursor_;
    send(frame->text);
    for (const auto& message : frame->left_boards)
      send(message);
    return true;
  }

  std::shared_ptr<const written_frame> shared_frame(std::uint64_t last) {
    frame_viewer viewer{rights_, filter_, told_, cursor_};
    if (auto found = services_.frames.find(viewer, last)) return found;
    auto written = write_frame(nullptr);
    services_.frames.keep(std::move(viewer), last, written);
    return written;
  }

  std::shared_ptr<const written_frame> write_frame(const dispatch::stretch* past) const {
    const auto& events = services_.hub.events();
    const auto end = past != nullptr ? past->last() : events.last();
    const auto frame = std::make_shared<written_frame>();
    const bool full = auth::detail_for(who_) == auth::detail::full;
    std::vector<const std::string*> items;
    std::size_t bytes = 0;
    auto at = cursor_;
    while (at < end && bytes < services_.options.frame_bytes_max) {
      ++at;
      const auto& event = past != nullptr ? past->at(at) : events.at(at);
      const auto what = deliver(who_, filter_, event);
      if (what == delivery::hidden) continue;
      const auto& text = full ? event.full : event.plain;
      if (text) {
        items.push_back(text.get());
        bytes += text->size() + 1;
      }
      if (what == delivery::shown_then_left)
        frame->left_boards.push_back(text_of({{"type", "left"}, {"stream", event.stream.to_string()}}));
    }
    frame->end = at;
    if (!items.empty() || !frame->left_boards.empty()) frame->text = frame_text(items, bytes, at);
    return frame;
  }

  // `bytes`: of all items with a comma each.
  std::shared_ptr<const std::string>
  frame_text(const std::vector<const std::string*>& items, std::size_t bytes, std::uint64_t to) const {
    std::string text =
        R"({"type":"frame","from":)" + std::to_string(told_) + R"(,"to":)" + std::to_string(to) + R"(,"items":[)";
    text.reserve(text.size() + bytes + 2);
    for (const auto* item : items) {
      if (item != items.front()) text += ',';
      text += *item;
    }
    text += "]}";
    return std::make_shared<const std::string>(std::move(text));
  }

  command::origin origin_of_person() const {
    command::origin from;
    from.actor.name = who_.actor();
    from.actor.kind =
        who_.credential == auth::credential::session ? triage::actor_kind::person : triage::actor_kind::integrator;
    if (who_.role) from.actor.role = auth::to_string(*who_.role);
    from.request_id = "console-" + id_.to_string();
    return from;
  }

  static asio::awaitable<void> acknowledge(std::shared_ptr<protocol_session> self, triage::uuid dispatch) {
    auto& services = self->services_;
    json answer{{"type", "acked"}, {"dispatch", dispatch.to_string()}, {"ok", false}};
    const auto incident = services.hub.outage().incident_of_dispatch(dispatch);
    const auto* entry = incident ? services.hub.outage().find(*incident) : nullptr;
    if (!self->who_.may(auth::permission::dispatch_acknowledge)) {
      answer["code"] = "not_allowed";
      answer["detail"] = "Your role does not acknowledge dispatches.";
    } else if (entry == nullptr || !on_board(self->who_, {}, *entry)) {
      answer["code"] = "unknown_dispatch";
      answer["detail"] = "There is no such dispatch on this board.";
    } else if (self->commands_under_way_ >= commands_max) {
      answer["code"] = "too_many";
      answer["detail"] = "Earlier acknowledgements are still under way: try again in a moment.";
    } else {
      ++self->commands_under_way_;
      triage::acknowledge_dispatch command{dispatch};
      command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
      auto origin = self->origin_of_person();
      auto outcome = co_await services.commands.run(std::move(origin), incident, command, std::move(nothing));
      --self->commands_under_way_;
      if (outcome) {
        answer["ok"] = true;
      } else if (outcome.error().why == command::failed::kind::refused) {
        answer["code"] = outcome.error().refusal.code;
        answer["detail"] = outcome.error().refusal.detail;
      } else {
        answer["code"] = "unavailable";
        answer["detail"] = "The acknowledgement could not be stored. Try again; use radio or phone meanwhile.";
      }
    }
    self->send(text_of(answer));
  }

  // A machine's receipt: kept, but never taken for a person's acknowledgement.
  static asio::awaitable<void> record(std::shared_ptr<protocol_session> self, triage::uuid dispatch, std::string step) {
    auto& services = self->services_;
    const auto incident = services.hub.outage().incident_of_dispatch(dispatch);
    const auto* entry = incident ? services.hub.outage().find(*incident) : nullptr;
    if (entry == nullptr || !on_board(self->who_, {}, *entry) || self->commands_under_way_ >= commands_max) co_return;
    ++self->commands_under_way_;
    auto actor = self->who_.actor();
    co_await services.queries.record_delivery(
        dispatch, self->id_, std::move(step), services.commands.now(), std::move(actor)
    );
    --self->commands_under_way_;
  }

  static asio::awaitable<void>
  record_read(std::shared_ptr<protocol_session> self, std::string what, std::optional<triage::uuid> stream) {
    auto& services = self->services_;
    std::string actor = self->who_.actor();
    std::string request = "console-" + self->id_.to_string();
    co_await services.queries.record_personal_read(
        services.commands.now(), std::move(actor), std::move(request), std::move(what), stream
    );
  }

  static asio::awaitable<void> check_rights(std::shared_ptr<protocol_session> self) {
    auto who = self->who_;
    auto now = co_await self->services_.check_again(std::move(who));
    if (!now || !now->may(auth::permission::console_connect)) {
      self->refuse("signed_out", "Sign in again.");
      co_return;
    }
    auto rights = auth::class_of(*now);
    const bool changed = rights != self->rights_;
    self->who_ = std::move(*now);
    self->rights_ = std::move(rights);
    if (changed && self->subscribed_) {
      self->begin_snapshot(); // what may be seen has changed: the board begins anew
      self->calls_.begin(self->services_.hub.calls());
      self->pump();
    }
  }

  protocol_services& services_;
  std::weak_ptr<connection> wire_;
  auth::principal who_;
  auth::visibility_class rights_; // of `who_`
  triage::uuid id_;
  board_filter filter_;
  bool counted_ = false;
  bool subscribed_ = false;
  bool closed_ = false;
  bool snapshotting_ = false;
  bool reading_past_ = false;
  std::vector<triage::uuid> snapshot_;
  std::size_t part_ = 0;
  std::size_t parts_ = 1;
  call_frames calls_;
  std::string mode_told_ = "normal";
  std::size_t outage_told_ = 0; // of the hub's outage changes
  std::uint64_t cursor_ = 0;    // everything up to here has been looked at
  std::uint64_t told_ = 0;      // everything up to here has been told, as "to" of the last frame or by the snapshot
  triage::timestamp connected_at_{};
  std::optional<std::chrono::steady_clock::time_point> behind_since_;
  int heartbeats_missed_ = 0;
  int heartbeats_ = 0;
  std::size_t commands_under_way_ = 0;
};

} // namespace

std::shared_ptr<session>
make_protocol_session(protocol_services& services, std::weak_ptr<connection> wire, auth::principal who) {
  return std::make_shared<protocol_session>(services, std::move(wire), std::move(who));
}

} // namespace frontdoor::console
