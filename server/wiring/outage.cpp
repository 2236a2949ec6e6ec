#include "server/wiring/outage.hpp"

#include <stdexcept>

#include "server/part_options.hpp"

namespace frontdoor::wiring {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds catch_up_limit{5};

} // namespace

outage_parts::outage_parts(
    base_parts& b, record_parts& r, command::command_runner& commands, publishing_parts& publishing,
    console_parts& consoles, api::services& services, mode_listener announce
)
    : peers(std::make_unique<outage::peers>(b.io.get_executor(), peer_options_of(b.settings))), record_(r),
      publishing_(publishing), consoles_(consoles), log_(*b.log) {
  auto opened = journal::journal::open(b.io.get_executor(), journal_options_of(b.settings), *b.log);
  if (!opened) throw std::runtime_error(opened.error());
  journal = std::move(*opened);
  auto& hub = *publishing.hub;
  gate = std::make_unique<outage::gate>(
      b.io.get_executor(), *journal, hub, r.clock, b.identifiers, b.policy_now(), b.crime_rules_of(),
      b.settings.force.number_prefix
  );
  commands.stand_in_by(gate.get());
  view = std::make_unique<outage::hub_in_outage>(*gate, hub);
  services.outage = view.get();
  replay = std::make_unique<outage::replay>(*journal, r.queries, r.writer, commands, r.clock, hub.node(), *b.log);
  paper = std::make_unique<outage::paper_board>(
      b.io.get_executor(), hub, r.clock, b.settings.outage.board_interval, board_folder_of(b.settings),
      b.settings.outage.board_files_max, *b.log
  );
  service = std::make_shared<outage::service>(
      b.io.get_executor(), outage::thresholds{b.settings.outage.degrade_after, b.settings.outage.return_after},
      *journal, *gate, *replay, hub, r.clock, b.identifiers, hooks(std::move(announce)), *b.log
  );
  probe = std::make_unique<db::availability_probe>(
      b.io.get_executor(), b.database, b.settings.outage.probe_interval, b.settings.outage.probe_timeout,
      [this](bool reached, bool wrote, std::chrono::steady_clock::time_point began) {
        service->probed(reached, wrote, began);
      }
  );
}

outage::service_hooks outage_parts::hooks(mode_listener announce) {
  outage::service_hooks out;
  out.writer_reaches = [this] { return record_.writer.available(); };
  out.writer_is_well = [this] { record_.writer.reached_elsewhere(); };
  out.probe_writes = [this](bool on) {
    if (probe) probe->write(on);
  };
  out.hold = [this](bool on) {
    record_.pool.hold(on);
    record_.writer.surrender(on);
  };
  out.announce = [this, announce = std::move(announce)](outage::mode now) {
    publishing_.timers->pause(now != outage::mode::normal);
    announce(now);
    paper->print_soon();
  };
  // Where a console came here by itself there is no proxy that would bring it to the other server.
  out.peer_takes_over = [this](std::chrono::steady_clock::time_point since) {
    return peers->reached_since(since) && consoles_.sockets.all_by_proxy();
  };
  out.catch_up = [this] { return catch_up(); };
  out.peer_is_there = [this] { return peers->one_is_there(); };
  out.hand_over = [this](bool on) {
    log_.warning("handed_over", {{"on", on}, {"consoles", static_cast<std::uint64_t>(consoles_.sockets.size())}});
    if (on) publishing_.hub->hand_over();
    consoles_.sockets.turn_away(on);
  };
  return out;
}

asio::awaitable<void> outage_parts::catch_up() {
  const auto head = co_await record_.queries.head();
  if (!head || publishing_.published.position() >= head->position) co_return;
  publishing_.feed->log_reaches(head->position);
  co_await publishing_.published.wait_beyond(head->position - 1, catch_up_limit);
}

} // namespace frontdoor::wiring
