#pragma once
// Makes pages and writes them into a folder, on a thread of its own: whole or not at all, and the oldest go.

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/observe/log.hpp"

namespace frontdoor::outage {

class board_printer {
 public:
  // Keeps the latest `files_max` pages, besides `board.html`, which is always the latest.
  board_printer(std::string folder, std::size_t files_max, observe::log& log);
  ~board_printer();
  board_printer(const board_printer&) = delete;
  board_printer& operator=(const board_printer&) = delete;

  // Writes what `page` returns as `<name>.html`; it is called on the printer's thread. One that still waits is
  // replaced.
  void print(std::string name, std::function<std::string()> page);

  // Writes one page now, on this thread. Throws std::filesystem::filesystem_error or std::runtime_error.
  static void write(const std::string& folder, const std::string& name, const std::string& page, std::size_t files_max);

 private:
  struct waiting_page {
    std::string name;
    std::function<std::string()> page;
  };
  void run();

  std::string folder_;
  std::size_t files_max_;
  observe::log& log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<waiting_page> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace frontdoor::outage
