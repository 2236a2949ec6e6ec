#include "server/auth/visibility.hpp"

#include <algorithm>
#include <array>

namespace frontdoor::auth {

namespace {

bool reads(const principal& who) {
  return who.may(permission::incident_read) || who.may(permission::events_read);
}

bool only_own(const principal& who) {
  return who.credential == credential::api_key || who.role == role::integrator;
}

bool covers(const principal& who, std::optional<std::string_view> district) {
  return !district || district->empty() || who.districts.empty() ||
         std::find(who.districts.begin(), who.districts.end(), *district) != who.districts.end();
}

constexpr std::array<std::string_view, 4> of_incidents{"contact", "incident", "crime", "major_incident"};

bool sees_reviews(const principal& who) {
  return who.may(permission::audit_read) && !only_own(who);
}

bool in_reach(const principal& who, const event_scope& what) {
  const bool of_incident = std::find(of_incidents.begin(), of_incidents.end(), what.stream_type) != of_incidents.end();
  if (!of_incident && (what.stream_type != "review" || !sees_reviews(who))) return false;
  if (who.credential == credential::none || !reads(who)) return false;
  return !only_own(who) || (what.owner && !who.id.is_nil() && *what.owner == who.id);
}

} // namespace

bool may_see(const principal& who, const event_scope& what) {
  return in_reach(who, what) && (covers(who, what.district_before) || covers(who, what.district_after));
}

bool loses_sight(const principal& who, const event_scope& what) {
  return in_reach(who, what) && covers(who, what.district_before) && !covers(who, what.district_after);
}

detail detail_for(const principal& who) {
  if (who.credential == credential::none || !reads(who)) return detail::none;
  return who.may(permission::personal_data_read) ? detail::full : detail::without_personal_data;
}

detail detail_of(const principal& who, const event_scope& what) {
  return may_see(who, what) ? detail_for(who) : detail::none;
}

visibility_class class_of(const principal& who) {
  visibility_class result;
  result.shown = detail_for(who);
  result.districts = who.districts;
  std::sort(result.districts.begin(), result.districts.end());
  if (only_own(who)) result.owner = who.id;
  result.reviews = result.shown != detail::none && sees_reviews(who);
  return result;
}

} // namespace frontdoor::auth
