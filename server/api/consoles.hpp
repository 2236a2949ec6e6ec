#pragma once
// Which consoles are connected to this server, and how far each is behind: one that shows an old board is a colleague
// who does not know it.

#include "server/api/services.hpp"
#include "server/dispatch/hub.hpp"
#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// GET /v1/consoles. `hub` must outlive the endpoints; all on the I/O thread.
http::endpoints console_endpoints(services& s, dispatch::hub& hub);

} // namespace frontdoor::api
