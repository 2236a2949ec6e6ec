#pragma once
// The one interface to records outside of this server: national computers, partners, other forces.

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "triage/history/findings.hpp"

namespace frontdoor::history {

class external_source {
 public:
  virtual ~external_source() = default;
  virtual const std::string& name() const = 0;
  // Asks about these traces. Answers within its own time-out, whatever the other side does: what cannot be asked, is
  // slow or speaks nonsense is unavailable. Never throws. On the I/O thread.
  virtual boost::asio::awaitable<triage::history::source_answer>
  ask(triage::history::traces about, triage::timestamp now) = 0;
};

using external_sources = std::vector<std::unique_ptr<external_source>>;

} // namespace frontdoor::history
