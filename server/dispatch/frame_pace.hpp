#pragma once
// How often the consoles are told that there is something new: the first at once, and what comes within an interval of
// it together at its end. Under load each console then gets few frames of many events in place of many of one
// (design.md 6). On the I/O thread.

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace frontdoor::dispatch {

class frame_pace : public std::enable_shared_from_this<frame_pace> {
 public:
  // With an interval of zero `tell` is called for every change.
  frame_pace(boost::asio::any_io_executor io, std::chrono::milliseconds interval, std::function<void()> tell);

  // There is something new.
  void changed();
  // Tells nobody any more.
  void stop();

 private:
  void tell();

  std::chrono::milliseconds interval_;
  std::function<void()> tell_;
  boost::asio::steady_timer end_;
  bool waits_ = false;
  bool stopped_ = false;
};

} // namespace frontdoor::dispatch
