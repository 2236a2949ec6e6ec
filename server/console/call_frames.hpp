#pragma once
// What one console is told of calls: those that ring, and the one that its own person has answered. They stand beside
// the log, as they are now: no positions, and nothing is queued, so a console that is slow is told the last state only.
// Pure.

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "server/auth/principal.hpp"
#include "server/dispatch/call_board.hpp"

namespace frontdoor::console {

// What a console is shown of a call.
enum class call_sight : std::uint8_t {
  none,    // somebody else's, another district's, or nothing for this person
  ringing, // that it waits, without personal data
  own      // its person has answered it: whole, as far as they may see personal data
};

// Calls are for people who take contacts. Telephony's agent is the account's name, in any case of letters.
call_sight sight_of(const auth::principal& who, const triage::call_record& call);

// One message, and the calls whose personal data are in it, the reading of which is to be logged.
struct call_message {
  std::string text;
  std::vector<triage::uuid> personal;
};

class call_frames {
 public:
  // All is to be told anew.
  void begin(const dispatch::call_board& calls);
  // Something of these calls has changed.
  void changed(const std::vector<triage::uuid>& calls, const dispatch::call_board& board);

  // Whether there is something to tell.
  bool waiting() const { return whole_ || !changed_.empty(); }

  // The next message, of about `bytes_max`; counts as told. The first after begin() stands for all that was told before
  // (`whole`), also where there is no call. None: none of what has changed is for this console, or its person takes no
  // calls.
  std::optional<call_message>
  next(const auth::principal& who, const dispatch::call_board& board, std::size_t bytes_max);

 private:
  bool whole_ = false;
  std::unordered_set<triage::uuid> changed_; // live ones, and those that were told and are over
  std::unordered_set<triage::uuid> told_;
  std::unordered_set<triage::uuid> read_; // whose personal data have been told before
};

} // namespace frontdoor::console
