#include "server/dispatch/hub.hpp"

#include <algorithm>

namespace frontdoor::dispatch {

hub::hub(
    std::string node, std::string epoch, std::uint64_t position, std::size_t ring_bytes, dispatch::board board,
    dispatch::call_board calls, observe::metrics& metrics
)
    : node_(std::move(node)), epoch_(std::move(epoch)), board_(std::move(board)), calls_(std::move(calls)),
      ring_(position, ring_bytes), metrics_(metrics) {}

void hub::publish(const db::committed_events& events) {
  const auto consoles = live();
  // Nobody listens: no texts are written, and who comes later begins with a snapshot.
  const bool write_texts = !consoles.empty();
  const auto published = board_.fold(events, write_texts);
  if (write_texts && !texts_were_written_) ring_.clear();
  ring_.push(published);
  if (!write_texts) ring_.clear();
  texts_were_written_ = write_texts;
  if (const auto changed = calls_.fold(events); !changed.empty()) {
    for (const auto& console : consoles)
      console->on_calls(changed);
  }
}

void hub::tell() {
  for (const auto& console : live())
    console->on_published();
}

void hub::add(std::weak_ptr<subscriber> console) {
  consoles_.push_back(std::move(console));
}

std::vector<std::shared_ptr<subscriber>> hub::live() {
  std::vector<std::shared_ptr<subscriber>> found;
  found.reserve(consoles_.size());
  std::erase_if(consoles_, [&](const auto& weak) {
    auto strong = weak.lock();
    if (!strong) return true;
    found.push_back(std::move(strong));
    return false;
  });
  return found;
}

std::vector<console_view> hub::views() {
  std::vector<console_view> found;
  for (const auto& console : live())
    found.push_back(console->view());
  return found;
}

void hub::heartbeat() {
  std::uint64_t behind = 0;
  for (const auto& console : live()) {
    behind = std::max(behind, position() - std::min(position(), console->position()));
    console->on_heartbeat();
  }
  metrics_.console_lag(behind);
}

void hub::set_mode(std::string mode) {
  mode_ = std::move(mode);
  tell_of_outage();
}

void hub::put_in_outage(board_entry entry) {
  outage_.put(std::move(entry));
  tell_of_outage();
}

void hub::end_outage() {
  outage_.clear();
  tell_of_outage();
}

void hub::tell_of_outage() {
  for (const auto& console : live())
    console->on_outage();
}

void hub::drain() {
  for (const auto& console : live())
    console->on_draining();
}

void hub::hand_over() {
  for (const auto& console : live())
    console->on_handed_over();
}

} // namespace frontdoor::dispatch
