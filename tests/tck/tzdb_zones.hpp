#pragma once
// Zone rules from the system's tz database, for the engine's zone_source.

#include "triage/dmn/temporal.hpp"

namespace frontdoor::tck {

// Reads the database on first use. Safe to call from any thread.
class tzdb_zones final : public triage::dmn::zone_source {
 public:
  std::optional<std::int32_t> offset_at(std::string_view zone, std::int64_t local_seconds) const override;
};

} // namespace frontdoor::tck
