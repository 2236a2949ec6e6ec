#include "server/db/commit_queue.hpp"

#include <algorithm>
#include <iterator>

namespace frontdoor::db {

std::size_t wire_size(const append_command& command) {
  std::size_t bytes = 512 + command.answer.size();
  for (const auto& event : command.events)
    bytes += 512 + event.body.size() + (event.personal ? event.personal->size() : 0);
  for (const auto& stream : command.streams) {
    if (stream.after)
      bytes += 512 + stream.after->state.size() + (stream.after->personal ? stream.after->personal->size() : 0);
  }
  return bytes;
}

bool commit_queue::push(pending_append&& item) {
  if (waiting_.size() >= limits_.commands_max) return false;
  item.bytes = wire_size(item.command);
  waiting_.push_back(std::move(item));
  return true;
}

std::vector<pending_append> commit_queue::stage() {
  std::vector<pending_append> batch;
  std::size_t bytes = 0;
  while (!waiting_.empty() && batch.size() < limits_.batch_max) {
    bytes += waiting_.front().bytes;
    if (!batch.empty() && bytes > limits_.batch_bytes_max) break;
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return batch;
}

std::vector<pending_append> commit_queue::take_expired(std::chrono::steady_clock::time_point now) {
  std::vector<pending_append> expired;
  std::deque<pending_append> kept;
  for (auto& item : waiting_) {
    if (item.give_up <= now)
      expired.push_back(std::move(item));
    else
      kept.push_back(std::move(item));
  }
  waiting_ = std::move(kept);
  return expired;
}

std::vector<pending_append> commit_queue::take_all() {
  std::vector<pending_append> all(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  return all;
}

} // namespace frontdoor::db
