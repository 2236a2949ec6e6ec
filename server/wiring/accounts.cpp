#include "server/wiring/accounts.hpp"

#include <chrono>

#include "server/part_options.hpp"

namespace frontdoor::wiring {

account_parts::account_parts(base_parts& b, record_parts& r)
    : store(r.pool), passwords(password_limits_of(b.settings)),
      sessions(store, b.system_clock, b.identifiers, session_limits_of(b.settings)),
      api_keys(store, b.system_clock, b.identifiers, api_key_limits_of(b.settings)),
      sign_in(
          store, sessions, passwords, b.system_clock, account_throttle_of(b.settings), address_throttle_of(b.settings),
          *b.log, b.metrics
      ),
      authenticator(sessions, api_keys, origin_rules_of(b.settings)),
      people{
          store,
          sessions,
          api_keys,
          passwords,
          sign_in,
          authenticator.origins(),
          b.schemas,
          b.system_clock,
          b.identifiers,
          *b.log,
          b.settings.auth.password_length_min,
          std::chrono::duration_cast<std::chrono::seconds>(b.settings.auth.session_lifetime)
      } {}

} // namespace frontdoor::wiring
