#pragma once
// The pauses between tries at something that is not there: each twice the one before, up to a longest. Pure: it says
// how long, and waits for nothing.

#include <algorithm>
#include <chrono>

namespace frontdoor::clock {

class doubling_pause {
 public:
  // `first` and `longest` are settings; where `first` is the longer, only the first pause is as long as it.
  doubling_pause(std::chrono::milliseconds first, std::chrono::milliseconds longest)
      : first_(first), longest_(longest), coming_(first) {}

  // How long to wait now. The next is twice as long, or the longest.
  std::chrono::milliseconds next() {
    const auto now = coming_;
    coming_ = std::min(coming_ * 2, longest_);
    return now;
  }

  // It was there: the next pause is the first again.
  void begin_again() { coming_ = first_; }

 private:
  std::chrono::milliseconds first_;
  std::chrono::milliseconds longest_;
  std::chrono::milliseconds coming_;
};

} // namespace frontdoor::clock
