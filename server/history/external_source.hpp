#pragma once
// The one interface to records outside of this server: national computers, partners, other forces.

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "triage/history/findings.hpp"

namespace frontdoor::history {

// Who asks, and why: what national systems have to be told, and their logs keep.
struct enquiry {
  std::string originator;  // the log's actor; empty: nobody by name
  std::string reason_code; // the force's own code, which its gateway turns into that of the system asked

  friend bool operator==(const enquiry&, const enquiry&) = default;
};

class external_source {
 public:
  virtual ~external_source() = default;
  virtual const std::string& name() const = 0;
  virtual triage::history::source_kind kind() const = 0;
  // Asks about these traces. Answers within its own time-out, whatever the other side does: what cannot be asked, is
  // slow or speaks nonsense is unavailable. Never throws. On the I/O thread.
  virtual boost::asio::awaitable<triage::history::source_answer>
  ask(triage::history::traces about, enquiry asked, triage::timestamp now) = 0;
};

using external_sources = std::vector<std::unique_ptr<external_source>>;

} // namespace frontdoor::history
