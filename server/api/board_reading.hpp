#pragma once
// What calls share that are answered from the board, which every server folds from the one log.

#include <boost/asio/awaitable.hpp>

#include "server/api/services.hpp"
#include "server/auth/principal.hpp"
#include "server/dispatch/board.hpp"
#include "server/dispatch/log_signal.hpp"

namespace frontdoor::api {

// Waits until the board has what the log held when the read began. False where it does not get there in two seconds.
boost::asio::awaitable<bool> caught_up(services& s, dispatch::log_signal& published);

// Whether the caller may see that incident.
bool may_see(const auth::principal& who, const dispatch::board_entry& entry);

} // namespace frontdoor::api
