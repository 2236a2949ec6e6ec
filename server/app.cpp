#include "server/app.hpp"

#include <csignal>
#include <random>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <unistd.h>

#include "server/api/accounts.hpp"
#include "server/api/api_keys.hpp"
#include "server/api/calls.hpp"
#include "server/api/contacts.hpp"
#include "server/api/crimes.hpp"
#include "server/api/duty.hpp"
#include "server/api/early_resolution.hpp"
#include "server/api/event_view.hpp"
#include "server/api/events.hpp"
#include "server/api/handovers.hpp"
#include "server/api/history.hpp"
#include "server/api/incident_day_one.hpp"
#include "server/api/incident_export.hpp"
#include "server/api/incidents.hpp"
#include "server/api/json_body.hpp"
#include "server/api/major_incidents.hpp"
#include "server/api/operations.hpp"
#include "server/api/outages.hpp"
#include "server/api/reviews.hpp"
#include "server/api/session.hpp"
#include "server/api/surge.hpp"
#include "server/api/tasks.hpp"
#include "server/api/test_clock.hpp"
#include "server/api/units.hpp"
#include "server/api/webhooks.hpp"
#include "server/auth/authenticator.hpp"
#include "server/auth/demo_accounts.hpp"
#include "server/auth/sign_in.hpp"
#include "server/board_start.hpp"
#include "server/command/call_runner.hpp"
#include "server/command/crime_runner.hpp"
#include "server/command/return_finder.hpp"
#include "server/command/review_runner.hpp"
#include "server/command/side_runner.hpp"
#include "server/command/stored_incident.hpp"
#include "server/console/protocol.hpp"
#include "server/console/socket.hpp"
#include "server/db/auth_store.hpp"
#include "server/db/availability_probe.hpp"
#include "server/db/call_queries.hpp"
#include "server/db/log_listener.hpp"
#include "server/db/manual_clock.hpp"
#include "server/db/writer.hpp"
#include "server/demo/demo_player.hpp"
#include "server/dispatch/feed.hpp"
#include "server/dispatch/hub.hpp"
#include "server/dispatch/log_signal.hpp"
#include "server/dispatch/publish_order.hpp"
#include "server/dispatch/timers.hpp"
#include "server/history/service.hpp"
#include "server/http/documents.hpp"
#include "server/http/server.hpp"
#include "server/http/static_files.hpp"
#include "server/messages/sender.hpp"
#include "server/outage/board_page.hpp"
#include "server/outage/board_printer.hpp"
#include "server/outage/calls.hpp"
#include "server/outage/hub_in_outage.hpp"
#include "server/outage/service.hpp"
#include "server/part_options.hpp"
#include "server/start_up.hpp"
#include "server/webhooks/deliverer.hpp"

namespace frontdoor {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds timers_interval{1000};
constexpr std::chrono::milliseconds returns_interval{1000}; // between two looks for what came back
constexpr std::chrono::minutes reconcile_interval{1};
constexpr std::chrono::seconds room_interval{30}; // between two looks at the room as a whole
constexpr std::chrono::milliseconds settle_limit{10'000};
constexpr std::chrono::milliseconds demo_interval{4000};
constexpr const char* demo_contacts = "config/demo/contacts.json";

observe::level log_level(const std::string& name) {
  if (name == "debug") return observe::level::debug;
  if (name == "warning") return observe::level::warning;
  if (name == "error") return observe::level::error;
  return observe::level::info;
}

// Runs one coroutine to its end before the server serves. Throws what it throws.
template <class T> T run_now(asio::io_context& io, asio::awaitable<T> work) {
  std::optional<T> result;
  std::exception_ptr error;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T value) {
    error = thrown;
    if (!thrown) result.emplace(std::move(value));
  });
  while (!error && !result) {
    io.restart();
    io.run_one();
  }
  if (error) std::rethrow_exception(error);
  return std::move(*result);
}

} // namespace

// Members in the order in which they are built; the I/O context first, so that it goes last.
class app::implementation {
 public:
  implementation(
      app_options given, reached_database database, schema::schema_set schemas_read,
      std::shared_ptr<const triage::policy_pack> pack, policy::crime_rules crime_rules_read,
      std::shared_ptr<const triage::review::rules> review_rules,
      std::shared_ptr<const triage::force::rules> force_rules, std::string openapi,
      const std::optional<history::materials>& history_read, const webhooks::secrets& webhook_secrets
  )
      : options_(std::move(given)), settings_(options_.settings), cluster_(std::move(database.cluster)),
        log_(observe::make_json_log(log_level(settings_.log.level))), schemas_(std::move(schemas_read)),
        policy_(std::move(pack)), crime_rules_(std::move(crime_rules_read)),
        pool_(io_.get_executor(), database.options, *log_, metrics_), queries_(pool_), crime_queries_(pool_),
        link_queries_(pool_), call_queries_(pool_), review_queries_(pool_), screening_queries_(pool_),
        force_queries_(pool_), webhook_queries_(pool_, webhook_limits_of(settings_)), webhook_secrets_(webhook_secrets),
        webhook_destinations_(settings_.webhooks.networks_allowed), manual_clock_(pool_), clock_(choose_clock()),
        writer_(
            io_.get_executor(), database.options, [this] { return clock_.now(); },
            [this](db::committed_events events, std::uint64_t reaches) {
              feed_->own_commit(std::move(events), reaches);
            },
            *log_, metrics_
        ),
        commands_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        crimes_(
            queries_, crime_queries_, writer_, clock_, identifiers_, [this] { return policy_; },
            [this](const triage::policy_pack& pack) { return crime_rules_.for_pack(pack); }
        ),
        majors_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        calls_(
            queries_, writer_, clock_, identifiers_, [this] { return policy_; },
            [this](const triage::policy_pack& pack) { return crime_rules_.for_pack(pack); }
        ),
        messages_(
            io_.get_executor(), queries_, commands_, message_gateway_of(settings_), message_options_of(settings_), *log_
        ),
        reviews_(queries_, review_queries_, writer_, clock_, identifiers_, std::move(review_rules)),
        diaries_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        problems_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        desks_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        handovers_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        surges_(queries_, writer_, clock_, identifiers_, [this] { return policy_; }),
        units_(
            queries_, writer_, clock_, identifiers_, [this] { return policy_; }, std::move(force_rules)
        ),
        timers_(std::make_shared<dispatch::timers>(
            io_.get_executor(), queries_, commands_, clock_, [this] { return refresh_clock(); }, *log_, metrics_
        )),
        published_(io_.get_executor()), store_(pool_), passwords_(password_limits_of(settings_)),
        sessions_(store_, system_clock_, identifiers_, session_limits_of(settings_)),
        api_keys_(store_, system_clock_, identifiers_, api_key_limits_of(settings_)),
        sign_in_(
            store_, sessions_, passwords_, system_clock_, account_throttle_of(settings_),
            address_throttle_of(settings_), *log_, metrics_
        ),
        authenticator_(sessions_, api_keys_, origin_rules_of(settings_)), files_(settings_.folders.web),
        documents_(settings_.folders.docs),
        people_{
            store_,
            sessions_,
            api_keys_,
            passwords_,
            sign_in_,
            authenticator_.origins(),
            schemas_,
            system_clock_,
            identifiers_,
            *log_,
            settings_.auth.password_length_min,
            std::chrono::duration_cast<std::chrono::seconds>(settings_.auth.session_lifetime)
        },
        services_{io_.get_executor(), commands_, queries_, schemas_, clock_, *log_, metrics_, crimes_}, signals_(io_),
        heartbeat_(io_), reconcile_timer_(io_), room_timer_(io_), print_timer_(io_) {
    timers_->send_messages_with([this](triage::uuid incident, triage::uuid message, std::uint32_t attempt) {
      messages_.make(incident, message, attempt);
    });
    commands_.propose_crimes([this](const triage::policy_pack& pack) { return crime_rules_.for_pack(pack); });
    if (settings_.server.clock == "manual" && !run_now(io_, manual_clock_.refresh(system_clock_.now()))) {
      throw std::runtime_error("the manual clock could not be read from the database");
    }
    auto start = run_now(io_, load_board(queries_, *log_));
    if (!start) throw std::runtime_error("the board could not be read from the database");
    hub_ = std::make_unique<dispatch::hub>(
        node_name(settings_), start->epoch, start->position, settings_.console.ring_bytes, std::move(start->board),
        metrics_
    );
    published_.reached(start->position);
    publish_order_ = std::make_shared<dispatch::publish_order>(
        io_.get_executor(), [this](const db::committed_events& events) { return hub_->incidents().missing_in(events); },
        [this](std::vector<triage::uuid> ids) { return read_into_board(std::move(ids)); },
        [this](const db::committed_events& events) { publish_now(events); }
    );
    commands_.read_position_from([this] { return hub_->incidents().open_by_grade(); });
    feed_ = std::make_shared<dispatch::feed>(
        io_.get_executor(), queries_, start->position, [this](const db::committed_events& events) { publish(events); },
        *log_, metrics_
    );
    if (history_read) {
      history_ = std::make_unique<history::service>(
          io_.get_executor(), pool_, *history_read, [this] { return hub_->position(); }, history_options_of(settings_),
          *log_
      );
      services_.history = &history_->lookup();
      returns_ = std::make_shared<command::return_finder>(io_.get_executor(), screening_queries_, commands_, *log_);
    }
    webhooks_ = std::make_shared<webhooks::deliverer>(
        io_.get_executor(), webhook_queries_, queries_, published_, clock_, identifiers_, webhook_secrets_,
        webhook_destinations_,
        [this](const auth::principal& who, const db::committed_event& event) -> std::optional<std::string> {
          auto seen = api::view_event(services_, who, event);
          if (!seen) return std::nullopt;
          return std::move(seen->text);
        },
        deliverer_options_of(settings_), std::random_device{}(), *log_
    );
    listener_ = std::make_unique<db::log_listener>(
        io_.get_executor(), database.options, [this] { return writer_.backend_pid(); },
        [this](std::uint64_t position) { feed_->log_reaches(position); }, *log_
    );
    console_services_ = std::make_unique<console::protocol_services>(console::protocol_services{
        io_.get_executor(), *hub_, commands_, queries_, schemas_, *log_, metrics_,
        [this](auth::principal who) { return authenticator_.check_again(std::move(who)); },
        protocol_options_of(settings_)
    });
    sockets_ = std::make_unique<console::sockets>(
        io_, socket_options_of(settings_),
        [this](std::weak_ptr<console::connection> wire, auth::principal who) {
          return console::make_protocol_session(*console_services_, std::move(wire), std::move(who));
        },
        *log_
    );
    make_outage(database.options);
    server_ = std::make_unique<http::server>(
        io_, server_options_of(settings_), routes(std::move(openapi)),
        [this](const http::request& head, bool is_upgrade) { return authenticator_.authenticate(head, is_upgrade); },
        *log_, metrics_
    );
  }

  int run(std::ostream& announce) {
    if (!run_now(io_, outage_->bring_in_left_over()))
      throw std::runtime_error("what an earlier outage left in the journal could not be brought in");
    server_->listen();
    start_background();
    const auto address = "http://" + settings_.http.address + ":" + std::to_string(server_->port());
    if (options_.demo_accounts) {
      const auto made = run_now(
          io_, auth::make_demo_accounts(
                   store_, passwords_, api_keys_, sessions_, system_clock_, identifiers_, options_.demo_password
               )
      );
      if (!made) throw std::runtime_error("the demo accounts could not be made: the database does not answer");
      announce << auth::to_text(*made) << curl_line(address, made->api_key);
    }
    announce << "Frontdoor is ready: " << address << std::endl;
    log_->info(
        "ready", {{"port", static_cast<int>(server_->port())},
                  {"pack", policy_->name},
                  {"version", policy_->version},
                  {"position", hub_->position()}}
    );
    io_.restart();
    io_.run();
    stop_threads();
    return failed_ ? 1 : 0;
  }

  ~implementation() { stop_threads(); }

 private:
  clock::clock& choose_clock() {
    if (settings_.server.clock == "manual") return manual_clock_;
    return system_clock_;
  }

  // Everything that goes on when the record is away. The hub is there, the server is not yet.
  void make_outage(const db::database_options& database) {
    auto journal = journal::journal::open(io_.get_executor(), journal_options_of(settings_), *log_);
    if (!journal) throw std::runtime_error(journal.error());
    journal_ = std::move(*journal);
    gate_ = std::make_unique<outage::gate>(
        io_.get_executor(), *journal_, *hub_, clock_, identifiers_, [this] { return policy_; },
        [this](const triage::policy_pack& pack) { return crime_rules_.for_pack(pack); }, settings_.force.number_prefix
    );
    commands_.stand_in_by(gate_.get());
    outage_view_ = std::make_unique<outage::hub_in_outage>(*gate_, *hub_);
    services_.outage = outage_view_.get();
    replay_ = std::make_unique<outage::replay>(*journal_, queries_, writer_, commands_, clock_, hub_->node(), *log_);
    outage::service_hooks hooks;
    hooks.writer_reaches = [this] { return writer_.available(); };
    hooks.writer_is_well = [this] { writer_.reached_elsewhere(); };
    hooks.probe_writes = [this](bool on) {
      if (probe_) probe_->write(on);
    };
    hooks.hold = [this](bool on) {
      pool_.hold(on);
      writer_.surrender(on);
    };
    hooks.announce = [this](outage::mode now) {
      timers_->pause(now != outage::mode::normal);
      server_->say_mode(now == outage::mode::normal ? "" : std::string(outage::to_string(now)));
      print_board();
    };
    outage_ = std::make_shared<outage::service>(
        io_.get_executor(), outage::thresholds{settings_.outage.degrade_after, settings_.outage.return_after},
        *journal_, *gate_, *replay_, *hub_, clock_, identifiers_, std::move(hooks), *log_
    );
    probe_ = std::make_unique<db::availability_probe>(
        io_.get_executor(), database, settings_.outage.probe_interval, settings_.outage.probe_timeout,
        [this](bool reached, bool wrote, std::chrono::steady_clock::time_point began) {
          outage_->probed(reached, wrote, began);
        }
    );
    printer_ =
        std::make_unique<outage::board_printer>(board_folder_of(settings_), settings_.outage.board_files_max, *log_);
  }

  // The open incidents on paper, from memory: the same in an outage.
  void print_board() {
    std::vector<outage::board_line> lines;
    hub_->outage().for_each_open([&](const dispatch::board_entry& entry) { lines.push_back(outage::line_of(entry)); });
    const auto now = clock_.now();
    auto name = triage::to_rfc3339(now).substr(0, 19); // 2026-03-01T21:04:11
    std::erase(name, ':');
    printer_->print(std::move(name), outage::board_page(std::move(lines), hub_->node(), hub_->mode(), now));
  }

  asio::awaitable<void> keep_printing() {
    while (!draining_) {
      print_board();
      print_timer_.expires_after(settings_.outage.board_interval);
      co_await print_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }

  asio::awaitable<void> settle() {
    if (history_) co_await history_->settle(settle_limit);
  }

  asio::awaitable<void> refresh_clock() {
    if (settings_.server.clock == "manual") co_await manual_clock_.refresh(system_clock_.now());
  }

  void publish(const db::committed_events& events) { publish_order_->publish(events); }

  asio::awaitable<bool> read_into_board(std::vector<triage::uuid> ids) {
    for (const auto& id : ids) {
      auto loaded = co_await command::load_incident(queries_, id);
      if (!loaded || !loaded->state) co_return false;
      dispatch::board_entry entry{std::move(*loaded->state), loaded->row.number, loaded->row.owner_id};
      hub_->put(std::move(entry));
    }
    co_return true;
  }

  void publish_now(const db::committed_events& events) {
    hub_->publish(events);
    published_.reached(events.back()->position);
    // A dispatch that was just pushed is to be looked at when its time is over.
    for (const auto& event : events) {
      if (event->stream_type != "incident") continue;
      const auto* entry = hub_->incidents().find(event->stream_id);
      if (entry == nullptr) continue;
      for (const auto& timer : triage::timers(entry->state))
        timers_->expect(timer.due_at);
    }
  }

  http::router routes(std::string openapi) {
    http::endpoints rows;
    const auto add = [&](http::endpoints more) {
      rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    std::function<const dispatch::board&()> board = [this]() -> const dispatch::board& { return hub_->incidents(); };
    const auto units =
        std::make_shared<api::unit_services>(api::unit_services{services_, units_, force_queries_, published_, board});
    add(api::contact_endpoints(services_));
    add(api::incident_reading_endpoints(services_, units));
    add(api::unit_endpoints(units));
    surge_ = std::make_shared<api::surge_services>(api::surge_services{units, surges_});
    add(api::surge_endpoints(surge_));
    roster_ = std::make_shared<api::roster_services>(api::roster_services{units, desks_, handovers_});
    add(api::handover_endpoints(roster_));
    add(api::incident_working_endpoints(services_));
    add(api::incident_life_endpoints(services_));
    add(api::partner_endpoints(services_));
    add(api::dispatch_chain_endpoints(services_));
    add(api::incident_link_endpoints(services_));
    add(api::incident_candidate_endpoints(services_, link_queries_));
    add(api::major_incident_endpoints(services_, majors_));
    add(api::call_endpoints(services_, calls_, call_queries_));
    add(api::incident_day_one_endpoints(services_));
    add(api::early_resolution_endpoints(services_));
    add(api::diary_endpoints(services_, diaries_));
    add(api::problem_endpoints(services_, problems_, screening_queries_));
    add(api::demand_endpoints(services_, writer_, screening_queries_));
    add(api::duty_endpoints(services_, published_, board, roster_));
    add(api::task_endpoints(services_, published_, std::move(board)));
    add(api::reconciliation_endpoints(services_));
    add(api::crime_endpoints(services_));
    add(api::crime_register_endpoints(services_));
    add(api::review_endpoints(services_, reviews_));
    add(api::review_list_endpoints(services_, reviews_));
    add(api::audit_endpoints(services_, reviews_));
    add(api::history_endpoints(services_));
    add(api::event_endpoints(services_, {published_, settings_.events.wait_max}));
    add(api::incident_export_endpoints(services_, export_options_of(settings_)));
    add(api::webhook_endpoints({people_, webhook_queries_, webhook_secrets_, webhook_destinations_}));
    add(api::outage_endpoints(services_));
    add(api::operation_endpoints(services_, [this] { return ready(); }, std::move(openapi)));
    add(api::session_endpoints(people_));
    add(api::account_endpoints(people_));
    add(api::api_key_endpoints(people_));
    if (settings_.server.clock == "manual") {
      add(api::test_clock_endpoints(services_, manual_clock_, *timers_, [this] { return settle(); }));
      for (auto& row : rows)
        row.handler = with_fresh_clock(std::move(row.handler));
    }
    for (auto& row : rows) {
      if (!outage::goes_on(row.verb, row.path)) row.handler = unless_degraded(std::move(row.handler));
    }
    std::vector<http::upgrade_point> upgrades;
    upgrades.push_back(sockets_->upgrade_point());
    return http::router(std::move(rows), std::move(upgrades), [this](const http::request& r) {
      auto document = documents_.find(r);
      return document ? std::move(document) : files_.find(r);
    });
  }

  // What needs the record is refused at once while that is away, with what to do instead.
  http::handler unless_degraded(http::handler inner) {
    return [this, inner = std::move(inner)](http::request request, auth::principal who) {
      if (services_.degraded()) return refuse_degraded(std::move(request));
      return inner(std::move(request), std::move(who));
    };
  }

  static asio::awaitable<http::response> refuse_degraded(http::request request) {
    co_return to_response(api::degraded(), request.request_id);
  }

  http::handler with_fresh_clock(http::handler inner) {
    return [this, inner = std::move(inner)](http::request request, auth::principal who) {
      return handle_with_fresh_clock(inner, std::move(request), std::move(who));
    };
  }

  asio::awaitable<http::response>
  handle_with_fresh_clock(http::handler inner, http::request request, auth::principal who) {
    co_await refresh_clock();
    co_return co_await inner(std::move(request), std::move(who));
  }

  api::readiness ready() const {
    api::readiness now;
    now.database = writer_.available();
    now.feed = feed_->behind_by() == 0 || writer_.available();
    now.draining = draining_;
    now.mode = hub_->mode();
    return now;
  }

  void start_background() {
    timers_->start(timers_interval);
    if (history_) history_->start();
    if (returns_) returns_->start(returns_interval);
    webhooks_->start();
    asio::co_spawn(io_, beat(), asio::detached);
    asio::co_spawn(io_, reconcile(), asio::detached);
    asio::co_spawn(io_, watch_room(), asio::detached);
    asio::co_spawn(io_, keep_printing(), asio::detached);
    outage_->start();
    if (options_.demo) {
      player_ = std::make_shared<demo::demo_player>(
          io_.get_executor(), commands_, demo::read_contacts(demo_contacts), demo_interval, *log_
      );
      player_->start();
    }
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this](boost::system::error_code error, int) {
      if (!error)
        asio::co_spawn(io_, shut_down(), [this](std::exception_ptr thrown) {
          if (thrown) failed_ = true;
        });
    });
  }

  asio::awaitable<void> beat() {
    while (!draining_) {
      heartbeat_.expires_after(settings_.console.heartbeat);
      co_await heartbeat_.async_wait(asio::as_tuple(asio::use_awaitable));
      if (!draining_) hub_->heartbeat();
    }
  }

  // Every contact comes to something: counted each minute, shown in /metrics, and told where it is not so.
  asio::awaitable<void> reconcile() {
    while (!draining_) {
      const auto sum = co_await queries_.reconciliation(clock_.now() - std::chrono::hours(24));
      if (sum) {
        metrics_.contacts_unaccounted(sum->difference());
        if (sum->difference() != 0)
          log_->error("contacts_unaccounted", {{"in", sum->in}, {"difference", sum->difference()}});
      }
      if (draining_) co_return;
      reconcile_timer_.expires_after(reconcile_interval);
      co_await reconcile_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }

  // What concerns the room as a whole: the surge, and what nobody accepted at a handover.
  asio::awaitable<void> watch_room() {
    while (!draining_) {
      room_timer_.expires_after(room_interval);
      co_await room_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
      if (draining_) co_return;
      co_await refresh_clock();
      co_await api::look_at_surge(surge_);
      co_await api::bounce_handovers(roster_);
    }
  }

  // Consoles are told first, so that they come back elsewhere; requests under way finish; then the background work ends
  // and io_.run() returns by itself.
  asio::awaitable<void> shut_down() {
    log_->info("draining", {});
    draining_ = true;
    heartbeat_.cancel();
    reconcile_timer_.cancel();
    room_timer_.cancel();
    print_timer_.cancel();
    if (player_) player_->stop();
    timers_->stop();
    if (returns_) returns_->stop();
    if (history_) history_->stop();
    webhooks_->stop();
    published_.drain();
    hub_->drain();
    co_await sockets_->drain(settings_.server.drain);
    co_await server_->drain(settings_.server.drain);
    outage_->stop();
    publish_order_->stop();
    feed_->stop();
  }

  // After io_.run(): ends the threads, and delivers what they still had for the I/O thread.
  void stop_threads() {
    if (threads_stopped_) return;
    threads_stopped_ = true;
    listener_.reset();
    if (probe_) probe_->stop();
    if (journal_) journal_->stop();
    writer_.stop(settings_.server.drain);
    pool_.stop();
    io_.restart();
    io_.run_for(std::chrono::seconds(1));
  }

  static std::string curl_line(const std::string& address, const std::string& key) {
    return "Post a contact:\n  curl -s " + address + "/v1/contacts -H 'Authorization: Bearer " + key +
           "' -H 'Content-Type: application/json' -H \"Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)\" \\\n    "
           "-d '" +
           R"({"channel":"partner","narrative":"Man with a knife outside the shop, shouting","facts":{"weapon":"seen","weapon_type":"knife","suspect_present":true,"time_since_event":"now"}})" +
           "'\n";
  }

  app_options options_;
  const config::settings& settings_;
  std::unique_ptr<db::embedded_cluster> cluster_;
  asio::io_context io_{1};
  std::unique_ptr<observe::log> log_;
  observe::metrics metrics_;
  schema::schema_set schemas_;
  std::shared_ptr<const triage::policy_pack> policy_;
  policy::crime_rules crime_rules_;
  db::database_pool pool_;
  db::log_queries queries_;
  db::crime_queries crime_queries_;
  db::link_queries link_queries_;
  db::call_queries call_queries_;
  db::review_queries review_queries_;
  db::screening_queries screening_queries_;
  db::force_queries force_queries_;
  db::webhook_queries webhook_queries_;
  webhooks::secrets webhook_secrets_;
  webhooks::destinations webhook_destinations_;
  clock::system_clock_source system_clock_;
  clock::identifiers identifiers_;
  db::manual_clock manual_clock_;
  clock::clock& clock_;
  db::writer writer_;
  command::command_runner commands_;
  command::crime_runner crimes_;
  command::major_runner majors_;
  command::call_runner calls_;
  messages::sender messages_;
  command::review_runner reviews_;
  command::diary_runner diaries_;
  command::problem_runner problems_;
  command::desk_runner desks_;
  command::handover_runner handovers_;
  command::surge_runner surges_;
  command::unit_runner units_;
  std::shared_ptr<dispatch::timers> timers_;
  dispatch::log_signal published_;
  db::auth_store store_;
  auth::passwords passwords_;
  auth::sessions sessions_;
  auth::api_keys api_keys_;
  auth::sign_in sign_in_;
  auth::authenticator authenticator_;
  http::static_files files_;
  http::documents documents_;
  api::people people_;
  api::services services_;
  std::unique_ptr<dispatch::hub> hub_;
  std::shared_ptr<dispatch::publish_order> publish_order_;
  std::shared_ptr<dispatch::feed> feed_;
  std::unique_ptr<history::service> history_;
  std::shared_ptr<command::return_finder> returns_; // where there is history
  std::shared_ptr<webhooks::deliverer> webhooks_;
  std::unique_ptr<db::log_listener> listener_;
  std::unique_ptr<console::protocol_services> console_services_;
  std::unique_ptr<console::sockets> sockets_;
  std::unique_ptr<journal::journal> journal_;
  std::unique_ptr<outage::gate> gate_;
  std::unique_ptr<outage::hub_in_outage> outage_view_;
  std::unique_ptr<outage::replay> replay_;
  std::shared_ptr<outage::service> outage_;
  std::unique_ptr<db::availability_probe> probe_;
  std::unique_ptr<outage::board_printer> printer_;
  std::unique_ptr<http::server> server_;
  std::shared_ptr<api::surge_services> surge_;
  std::shared_ptr<api::roster_services> roster_;
  std::shared_ptr<demo::demo_player> player_;
  asio::signal_set signals_;
  asio::steady_timer heartbeat_;
  asio::steady_timer reconcile_timer_;
  asio::steady_timer room_timer_;
  asio::steady_timer print_timer_;
  bool draining_ = false;
  bool failed_ = false;
  bool threads_stopped_ = false;
};

app::app(std::unique_ptr<implementation> built) : implementation_(std::move(built)) {}
app::~app() = default;
int app::run(std::ostream& announce) {
  return implementation_->run(announce);
}

std::expected<std::unique_ptr<app>, std::string> app::create(app_options options) {
  try {
    auto schemas = load_schemas(options.settings.folders.schemas);
    if (!schemas) return std::unexpected(schemas.error());
    auto openapi = load_openapi(options.settings.folders.schemas);
    if (!openapi) return std::unexpected(openapi.error());
    auto pack = load_policy(options.settings, *schemas);
    if (!pack) return std::unexpected(pack.error());
    auto crime_rules = load_crime_rules(options.settings, **pack);
    if (!crime_rules) return std::unexpected(crime_rules.error());
    auto review_rules = load_review_rules(options.settings, *schemas);
    if (!review_rules) return std::unexpected(review_rules.error());
    auto force_rules = load_force_rules(options.settings, *schemas);
    if (!force_rules) return std::unexpected(force_rules.error());
    auto database = reach_database(options.settings);
    if (!database) return std::unexpected(database.error());
    const auto history = load_history(options.settings);
    if (!history) return std::unexpected(history.error());
    const auto webhook_secrets = load_webhook_secrets(options.settings);
    if (!webhook_secrets) return std::unexpected(webhook_secrets.error());
    auto built = std::make_unique<implementation>(
        std::move(options), std::move(*database), std::move(*schemas), std::move(*pack), std::move(*crime_rules),
        std::move(*review_rules), std::move(*force_rules), std::move(*openapi), *history, *webhook_secrets
    );
    return std::unique_ptr<app>(new app(std::move(built)));
  } catch (const std::exception& error) {
    return std::unexpected(std::string("the server could not be started: ") + error.what());
  }
}

} // namespace frontdoor
