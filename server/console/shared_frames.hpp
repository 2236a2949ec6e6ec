#pragma once
// A frame is the same for every console that may see the same, asked for the same and has been told the same: it is
// written once for all of them. Forgotten as soon as there are newer events. On the I/O thread.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/auth/visibility.hpp"
#include "server/console/board_filter.hpp"

namespace frontdoor::console {

// All that decides what a frame says, but for the events themselves.
struct frame_viewer {
  auth::visibility_class rights;
  board_filter filter;
  std::uint64_t told = 0;   // up to here the console has been told
  std::uint64_t cursor = 0; // and up to here been looked at for it

  friend bool operator==(const frame_viewer&, const frame_viewer&) = default;
};

struct written_frame {
  std::uint64_t end = 0;                                       // the last event looked at
  std::shared_ptr<const std::string> text;                     // null: nothing to tell
  std::vector<std::shared_ptr<const std::string>> left_boards; // messages behind it: what has left this board
};

class shared_frames {
 public:
  // The frame for such a viewer, written while `last` was the newest event; null when there is none.
  std::shared_ptr<const written_frame> find(const frame_viewer& viewer, std::uint64_t last) const;
  void keep(frame_viewer viewer, std::uint64_t last, std::shared_ptr<const written_frame> frame);

 private:
  static constexpr std::size_t kept_max = 64; // kinds of viewers; further ones have theirs written for them alone

  std::uint64_t last_ = 0;
  std::vector<std::pair<frame_viewer, std::shared_ptr<const written_frame>>> kept_;
};

} // namespace frontdoor::console
