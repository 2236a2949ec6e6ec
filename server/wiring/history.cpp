#include "server/wiring/history.hpp"

#include "server/part_options.hpp"

namespace frontdoor::wiring {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds returns_interval{1000}; // between two looks for what came back
constexpr std::chrono::milliseconds settle_limit{10'000};

} // namespace

history_parts::history_parts(
    base_parts& b, record_parts& r, command::command_runner& commands, const std::optional<history::materials>& read,
    api::services& services
) {
  if (!read) return;
  service_ =
      std::make_unique<history::service>(b.io.get_executor(), r.pool, *read, history_options_of(b.settings), *b.log);
  commands.key_contacts_by([this](const triage::contact_received& received, const triage::uuid& contact) {
    return service_->keys_of(received, contact);
  });
  services.history = &service_->lookup();
  returns_ = std::make_shared<command::return_finder>(b.io.get_executor(), r.screening, commands, *b.log);
}

void history_parts::start() {
  if (service_) service_->start();
  if (returns_) returns_->start(returns_interval);
}

void history_parts::stop() {
  if (returns_) returns_->stop();
  if (service_) service_->stop();
}

asio::awaitable<void> history_parts::settle() {
  if (service_) co_await service_->settle(settle_limit);
}

} // namespace frontdoor::wiring
