#include "server/outage/calls.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace frontdoor::outage {

namespace {

using http::method;

// Contacts and dispatch first: they are the last to be shed (lessons.md R21). The rest answers from memory.
constexpr std::array<std::pair<method, std::string_view>, 13> calls{{
    {method::post, "/v1/contacts"},
    {method::post, "/v1/assess"},
    {method::post, "/v1/incidents/{id}/grade"},
    {method::post, "/v1/incidents/{id}/notes"},
    {method::post, "/v1/incidents/{id}/acknowledgement"},
    {method::get, "/v1/session"},
    {method::get, "/v1/policy"},
    {method::get, "/v1/map"},
    {method::get, "/v1/consoles"},
    {method::get, "/livez"},
    {method::get, "/readyz"},
    {method::get, "/metrics"},
    {method::get, "/openapi.json"},
}};

} // namespace

bool goes_on(method verb, std::string_view path) {
  return std::ranges::any_of(calls, [&](const auto& one) { return one.first == verb && one.second == path; });
}

} // namespace frontdoor::outage
