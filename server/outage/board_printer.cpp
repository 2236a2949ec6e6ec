#include "server/outage/board_printer.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace frontdoor::outage {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view page_prefix = "board-";

void write_whole(const fs::path& target, const std::string& text) {
  const auto beside = fs::path(target.string() + ".new");
  // It shows places: for this user alone, as the journal.
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error("the page cannot be opened");
  std::size_t done = 0;
  while (done < text.size()) {
    const auto count = ::write(file, text.data() + done, text.size() - done);
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  const bool safe = done == text.size() && ::fsync(file) == 0;
  ::close(file);
  if (!safe) throw std::runtime_error("the page cannot be written");
  fs::rename(beside, target);
}

void prune(const fs::path& folder, std::size_t files_max) {
  std::vector<fs::path> pages;
  for (const auto& one : fs::directory_iterator(folder)) {
    const auto name = one.path().filename().string();
    if (name.starts_with(page_prefix) && name.ends_with(".html")) pages.push_back(one.path());
  }
  if (pages.size() <= files_max) return;
  std::ranges::sort(pages); // names are times
  for (std::size_t i = 0; i + files_max < pages.size(); ++i)
    fs::remove(pages[i]);
}

} // namespace

void board_printer::write(
    const std::string& folder, const std::string& name, const std::string& page, std::size_t files_max
) {
  fs::create_directories(folder);
  write_whole(fs::path(folder) / (std::string(page_prefix) + name + ".html"), page);
  write_whole(fs::path(folder) / "board.html", page);
  prune(folder, files_max);
}

board_printer::board_printer(std::string folder, std::size_t files_max, observe::log& log)
    : folder_(std::move(folder)), files_max_(files_max), log_(log), thread_([this] { run(); }) {}

board_printer::~board_printer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void board_printer::print(std::string name, std::function<std::string()> page) {
  {
    const std::lock_guard lock(mutex_);
    waiting_ = waiting_page{std::move(name), std::move(page)};
  }
  changed_.notify_one();
}

void board_printer::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || waiting_; });
    if (!waiting_) return;
    const auto next = std::move(*waiting_);
    waiting_.reset();
    lock.unlock();
    try {
      write(folder_, next.name, next.page(), files_max_);
    } catch (const std::exception&) {
      log_.error("board_not_printed", {{"folder", folder_}});
    }
    lock.lock();
  }
}

} // namespace frontdoor::outage
