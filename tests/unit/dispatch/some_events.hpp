#pragma once
// Events of which only the position matters, and how long their text is.

#include <memory>
#include <string>

#include "server/dispatch/board.hpp"

namespace frontdoor::dispatch {

inline std::shared_ptr<const db::committed_event> committed_at(std::uint64_t position) {
  auto event = std::make_shared<db::committed_event>();
  event->position = position;
  return event;
}

inline std::shared_ptr<const published_event> published_at(std::uint64_t position, std::size_t text_size) {
  auto event = std::make_shared<published_event>();
  event->position = position;
  event->full = std::make_shared<const std::string>(text_size, 'x');
  return event;
}

} // namespace frontdoor::dispatch
