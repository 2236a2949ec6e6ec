#include "server/demo/demo_player.hpp"

#include <fstream>
#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdoor::demo {

namespace asio = boost::asio;
using nlohmann::json;

std::vector<json> read_contacts(const std::string& path) {
  std::ifstream file(path);
  auto read = json::parse(file, nullptr, false);
  if (!read.is_array() || read.empty()) throw std::runtime_error(path + " does not hold a list of contacts");
  return read.get<std::vector<json>>();
}

demo_player::demo_player(
    asio::any_io_executor io, command::command_runner& commands, std::vector<json> contacts,
    std::chrono::milliseconds interval, observe::log& log
)
    : commands_(commands), contacts_(std::move(contacts)), interval_(interval), log_(log), timer_(io) {}

void demo_player::start() {
  asio::co_spawn(timer_.get_executor(), play(shared_from_this()), asio::detached);
}

void demo_player::stop() {
  stopped_ = true;
  timer_.cancel();
}

asio::awaitable<void> demo_player::play(std::shared_ptr<demo_player> self) {
  for (std::size_t next = 0; !self->stopped_; next = (next + 1) % self->contacts_.size()) {
    auto body = self->contacts_[next];
    co_await self->take(std::move(body));
    self->timer_.expires_after(self->interval_);
    co_await self->timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> demo_player::take(json body) {
  auto command = triage::take_contact_from_json(body, commands_.new_id(), commands_.now());
  if (!command) {
    log_.warning("demo_contact_refused", {{"pointer", command.error().front().pointer}});
    co_return;
  }
  command::origin from;
  from.actor.name = "system:demo";
  from.request_id = "demo";
  command::answer_writer nothing = [](const triage::decision&, std::string_view) { return std::string("{}"); };
  triage::command taken = std::move(*command);
  const auto outcome = co_await commands_.run(std::move(from), std::nullopt, std::move(taken), std::move(nothing));
  if (!outcome) log_.warning("demo_contact_refused", {{"code", outcome.error().refusal.code}});
}

} // namespace frontdoor::demo
