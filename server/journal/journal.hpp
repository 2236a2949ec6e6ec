#pragma once
// The journal on a thread of its own. What waits together becomes durable together, as with the writer of the log.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "server/journal/entry.hpp"
#include "server/observe/log.hpp"

namespace frontdoor::journal {

// Why nothing was kept. `full`: the bound of the journal or the disk is reached, or too much waits.
enum class refusal : std::uint8_t { full, failed };

template <typename T> using kept = std::expected<T, refusal>;

struct journal_options {
  std::string path;
  std::size_t bytes_max = std::size_t{256} << 20U;
  std::size_t waiting_max = 1024; // entries on their way to the disk
};

// Which outage the entries are of.
struct outage_note {
  db::uuid id;
  db::timestamp began_at{};
};

class journal {
 public:
  // Opens the file; an error says what is wrong and what to do.
  static std::expected<std::unique_ptr<journal>, std::string>
  open(boost::asio::any_io_executor io, journal_options options, observe::log& log);

  ~journal();
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;

  // The next temporary number. Nobody is told it before its entry is kept, so one that is drawn in vain does no harm.
  std::uint64_t draw_number();

  // Entries that are to be brought in, as far as this process knows. On the I/O thread.
  std::size_t pending() const;

  // Keeps an entry durably; completes on the I/O thread with its sequence once it is on the disk.
  boost::asio::awaitable<kept<std::uint64_t>> append(entry value, std::optional<std::uint64_t> number);

  boost::asio::awaitable<kept<std::vector<entry>>> read_pending(std::uint64_t after, std::size_t limit);
  boost::asio::awaitable<kept<bool>> mark(std::uint64_t sequence, outcome what);
  boost::asio::awaitable<kept<std::vector<entry_head>>> heads();

  // The outage that is under way: what is kept, or `fresh` where nothing is.
  boost::asio::awaitable<kept<outage_note>> begin(outage_note fresh);
  boost::asio::awaitable<kept<bool>> lift_bound();
  boost::asio::awaitable<kept<bool>> clear();

  // Ends the thread after what waits. Blocks.
  void stop();

 private:
  class implementation;
  explicit journal(std::unique_ptr<implementation> made);
  std::unique_ptr<implementation> implementation_;
};

} // namespace frontdoor::journal
