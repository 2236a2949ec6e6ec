#pragma once
// A contact as one caller may see it.

#include <expected>
#include <optional>

#include "server/api/services.hpp"
#include "server/http/problem.hpp"

namespace frontdoor::api {

struct visible_contact {
  db::stream_row row;
  triage::timestamp received_at{};
  std::optional<triage::uuid> incident; // that it opened or joined
};

// By the contact's own district and sender. 404 when there is none or it is not the caller's to see, 503 when the
// record cannot be reached.
boost::asio::awaitable<std::expected<visible_contact, http::problem>>
find_visible_contact(services& s, const auth::principal& who, triage::uuid id);

} // namespace frontdoor::api
