#include "server/app.hpp"

#include <csignal>
#include <stdexcept>

#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>

#include "server/auth/demo_accounts.hpp"
#include "server/demo/demo_player.hpp"
#include "server/http/server.hpp"
#include "server/part_options.hpp"
#include "server/wiring/accounts.hpp"
#include "server/wiring/base.hpp"
#include "server/wiring/consoles.hpp"
#include "server/wiring/due.hpp"
#include "server/wiring/history.hpp"
#include "server/wiring/outage.hpp"
#include "server/wiring/publishing.hpp"
#include "server/wiring/record.hpp"
#include "server/wiring/room.hpp"
#include "server/wiring/rounds.hpp"
#include "server/wiring/routes.hpp"
#include "server/wiring/runners.hpp"
#include "server/wiring/surge_watch.hpp"
#include "server/wiring/webhooks.hpp"

namespace frontdoor {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds timers_interval{1000};
constexpr std::chrono::milliseconds demo_interval{4000};
constexpr const char* demo_contacts = "config/demo/contacts.json";

std::string curl_line(const std::string& address, const std::string& key) {
  return "Post a contact:\n  curl -s " + address + "/v1/contacts -H 'Authorization: Bearer " + key +
         "' -H 'Content-Type: application/json' -H \"Idempotency-Key: $(uuidgen 2>/dev/null || date +%s%N)\" \\\n    "
         "-d '" +
         R"({"channel":"partner","narrative":"Man with a knife outside the shop, shouting","facts":{"weapon":"seen","weapon_type":"knife","suspect_present":true,"time_since_event":"now"}})" +
         "'\n";
}

} // namespace

// Members in the order in which they are built (server/wiring/, one idea a file).
class app::implementation {
 public:
  explicit implementation(wiring::materials from)
      : base_(from), record_(
                         base_,
                         [this](db::committed_events events, std::uint64_t reaches) {
                           publishing_.feed->own_commit(std::move(events), reaches);
                         }
                     ),
        runners_(base_, record_, std::move(from.review_rules), std::move(from.force_rules)),
        timers_(wiring::make_timers(base_, record_)), accounts_(base_, record_),
        files_(base_.settings.folders.web, http::console_security_policy(config::tile_origin(base_.settings))),
        documents_(base_.settings.folders.docs),
        services_{base_.io.get_executor(), runners_.commands, record_.queries, base_.schemas,
                  record_.clock,           *base_.log,        base_.metrics,   runners_.crimes},
        publishing_(base_, record_, timers_), history_(base_, record_, runners_.commands, from.history, services_),
        webhooks_(base_, record_, publishing_, from.webhook_secrets, services_),
        consoles_(base_, record_, runners_.commands, publishing_, accounts_.authenticator, runners_.units),
        outage_(
            base_, record_, runners_.commands, publishing_, consoles_, services_,
            [this](outage::mode now) { say_mode(now); }
        ),
        room_(base_, record_, runners_, publishing_, services_), surge_watch_(base_, record_, room_.surge),
        rounds_(base_, record_, publishing_), signals_(base_.io) {
    wiring::fire_with(*timers_, runners_, room_);
    publishing_.tell_too([this](const db::committed_events& events) { surge_watch_.saw(events); });
    runners_.commands.read_position_from([this] { return publishing_.hub->incidents().open_by_grade(); });
    const wiring::answering_parts answers_from{base_,        record_,   runners_,  accounts_, publishing_,
                                               history_,     webhooks_, consoles_, outage_,   room_,
                                               surge_watch_, services_, files_,    documents_};
    server_ = std::make_unique<http::server>(
        base_.io, server_options_of(base_.settings),
        wiring::make_router(
            answers_from, [this] { return ready(); }, std::move(from.openapi)
        ),
        [this](const http::request& head, bool is_upgrade) {
          return accounts_.authenticator.authenticate(head, is_upgrade);
        },
        *base_.log, base_.metrics
    );
  }

  int run(std::ostream& announce) {
    if (!run_now(base_.io, outage_.service->bring_in_left_over()))
      throw std::runtime_error("what an earlier outage left in the journal could not be brought in");
    server_->listen();
    start_background();
    const auto address = "http://" + base_.settings.http.address + ":" + std::to_string(server_->port());
    if (base_.options.demo_accounts) announce << make_demo_accounts(address);
    announce << "Frontdoor is ready: " << address << std::endl;
    base_.log->info(
        "ready", {{"port", static_cast<int>(server_->port())},
                  {"pack", base_.policy->name},
                  {"version", base_.policy->version},
                  {"position", publishing_.hub->position()}}
    );
    base_.io.restart();
    base_.io.run();
    stop_threads();
    return failed_ ? 1 : 0;
  }

  ~implementation() { stop_threads(); }

 private:
  // What the terminal is told of them.
  std::string make_demo_accounts(const std::string& address) {
    const auto made = run_now(
        base_.io, auth::make_demo_accounts(
                      accounts_.store, accounts_.passwords, accounts_.api_keys, accounts_.sessions, base_.system_clock,
                      base_.identifiers, base_.options.demo_password
                  )
    );
    if (!made) throw std::runtime_error("the demo accounts could not be made: the database does not answer");
    return auth::to_text(*made) + curl_line(address, made->api_key);
  }

  void say_mode(outage::mode now) {
    server_->say_mode(now == outage::mode::normal ? "" : std::string(outage::to_string(now)));
  }

  api::readiness ready() const {
    api::readiness now;
    now.database = record_.writer.available();
    now.feed = publishing_.feed->behind_by() == 0 || record_.writer.available();
    now.draining = base_.draining;
    now.handed_over = outage_.service->handed_over();
    now.mode = publishing_.hub->mode();
    now.reached_at = outage_.service->reached_at();
    return now;
  }

  void start_background() {
    timers_->start(timers_interval);
    history_.start();
    webhooks_.deliverer->start();
    rounds_.start();
    surge_watch_.start();
    asio::co_spawn(base_.io, api::bounce_handovers(room_.roster), asio::detached);
    outage_.service->start();
    outage_.paper->start();
    if (base_.options.demo) {
      player_ = std::make_shared<demo::demo_player>(
          base_.io.get_executor(), runners_.commands, demo::read_contacts(demo_contacts), demo_interval, *base_.log
      );
      player_->start();
    }
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this](boost::system::error_code error, int) {
      if (!error)
        asio::co_spawn(base_.io, shut_down(), [this](std::exception_ptr thrown) {
          if (thrown) failed_ = true;
        });
    });
  }

  // Consoles are told first, so that they come back elsewhere; requests under way finish; then the background work ends
  // and io.run() returns by itself.
  asio::awaitable<void> shut_down() {
    base_.log->info("draining", {});
    base_.draining = true;
    rounds_.stop();
    surge_watch_.stop();
    if (player_) player_->stop();
    timers_->stop();
    history_.stop();
    webhooks_.deliverer->stop();
    publishing_.published.drain();
    publishing_.hub->drain();
    co_await consoles_.sockets.drain(base_.settings.server.drain);
    co_await server_->drain(base_.settings.server.drain);
    outage_.service->stop();
    outage_.paper->stop();
    publishing_.order->stop();
    publishing_.pace->stop();
    publishing_.past->stop();
    publishing_.feed->stop();
  }

  // After io.run(): ends the threads, and delivers what they still had for the I/O thread.
  void stop_threads() {
    if (threads_stopped_) return;
    threads_stopped_ = true;
    publishing_.listener.reset();
    outage_.probe->stop();
    outage_.peers->stop();
    outage_.journal->stop();
    record_.writer.stop(base_.settings.server.drain);
    record_.pool.stop();
    base_.io.restart();
    base_.io.run_for(std::chrono::seconds(1));
  }

  wiring::base_parts base_;
  wiring::record_parts record_;
  wiring::runner_parts runners_;
  std::shared_ptr<dispatch::timers> timers_;
  wiring::account_parts accounts_;
  http::static_files files_;
  http::documents documents_;
  api::services services_;
  wiring::publishing_parts publishing_;
  wiring::history_parts history_;
  wiring::webhook_parts webhooks_;
  wiring::console_parts consoles_;
  wiring::outage_parts outage_;
  wiring::room_parts room_;
  wiring::surge_watch surge_watch_;
  std::unique_ptr<http::server> server_;
  wiring::rounds rounds_;
  std::shared_ptr<demo::demo_player> player_;
  asio::signal_set signals_;
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
    auto read = wiring::read_materials(std::move(options));
    if (!read) return std::unexpected(read.error());
    auto built = std::make_unique<implementation>(std::move(*read));
    return std::unique_ptr<app>(new app(std::move(built)));
  } catch (const std::exception& error) {
    return std::unexpected(std::string("the server could not be started: ") + error.what());
  }
}

} // namespace frontdoor
