#include "server/api/event_view.hpp"

#include <nlohmann/json.hpp>

#include "server/api/partner_view.hpp"
#include "server/dispatch/cloud_event.hpp"
#include "triage/canonical_json.hpp"

namespace frontdoor::api {

using nlohmann::json;

namespace {

// The scope of an event read back from the log: where its body places the incident, and where that stands now. What is
// placed in no district is everybody's to see, here as on the board.
auth::event_scope scope_of(const db::committed_event& event, const std::optional<std::string>& placed) {
  auth::event_scope what;
  what.stream_type = event.stream_type;
  if (event.district_now) what.district_after = *event.district_now;
  what.district_before = placed ? std::optional<std::string_view>(*placed) : what.district_after;
  if (!what.district_after) what.district_after = what.district_before;
  if (!event.owner_id.is_nil()) what.owner = event.owner_id;
  return what;
}

std::optional<std::string> district_in(const json& body) {
  const auto found = body.find("district");
  if (found == body.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

} // namespace

std::optional<seen_event> view_event(const services& s, const auth::principal& who, const db::committed_event& event) {
  auto body = json::parse(event.body);
  const auto placed = district_in(body);
  const auto shown = auth::detail_of(who, scope_of(event, placed));
  if (shown == auth::detail::none) return std::nullopt;
  if (shown == auth::detail::full)
    return seen_event{dispatch::cloud_event(event, "", true), event.personal.has_value()};
  // For other organisations' systems.
  auto plain = event;
  leave_out_records(body, s.policy()->facts);
  plain.body = triage::canonical_json(body);
  return seen_event{dispatch::cloud_event(plain, "", false), false};
}

} // namespace frontdoor::api
