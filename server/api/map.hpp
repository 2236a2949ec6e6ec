#pragma once
// What the console's map is drawn from, besides incidents and units.

#include <string>

#include <nlohmann/json.hpp>

#include "server/http/endpoint.hpp"

namespace frontdoor::api {

// Where tiles come from; an empty address: from nowhere.
struct map_tiles {
  std::string address; // with {z}, {x} and {y}
  std::string attribution;
};

// GET /v1/map. `districts` is the force's GeoJSON, null for none.
http::endpoints map_endpoints(const nlohmann::json& districts, const map_tiles& tiles);

} // namespace frontdoor::api
