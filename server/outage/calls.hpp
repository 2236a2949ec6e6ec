#pragma once
// Which calls go on while the record is away.

#include <string_view>

#include "server/http/message.hpp"

namespace frontdoor::outage {

// `path` as in the routing table: "/v1/incidents/{id}/grade".
bool goes_on(http::method verb, std::string_view path);

} // namespace frontdoor::outage
