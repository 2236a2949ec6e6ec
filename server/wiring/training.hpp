#pragma once
// Training put together: its data, its queries and its calls.

#include "server/api/services.hpp"
#include "server/http/endpoint.hpp"
#include "server/wiring/record.hpp"

namespace frontdoor::wiring {

// The calls, which own all else that they need; the arguments must outlive them. People are timed by the machine's own
// clock. A scenario at fault is left out and told of in the log. Throws std::runtime_error with every fault where
// training.json itself is wrong.
http::endpoints training_calls(base_parts& base, record_parts& record, api::services& services);

} // namespace frontdoor::wiring
