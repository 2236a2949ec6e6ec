#pragma once
// What a drill found. Pure.

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace frontdoor {

struct drill_findings {
  std::vector<std::string> acknowledged;         // ids of contacts that were answered 201
  std::map<std::string, std::size_t> in_log;     // how often the log has each
  std::size_t degraded = 0;                      // of those acknowledged, in the outage
  std::chrono::milliseconds until_degraded{0};   // from the loss to the first contact taken without the record
  std::chrono::milliseconds until_normal{0};     // from the database's start to the end of the replay
  std::chrono::milliseconds slowest_before{0};   // answer
  std::chrono::milliseconds slowest_degraded{0}; // answer, once the server was degraded
  std::chrono::milliseconds database_start{0};
};

// {"ok","acknowledged","degraded","lost","doubled","until_degraded_ms",...}; lost and doubled are lists of ids.
nlohmann::json to_json(const drill_findings& found);
std::string to_text(const drill_findings& found);

} // namespace frontdoor
