#include "server/drill_report.hpp"

#include <nlohmann/json.hpp>

namespace frontdoor {

using nlohmann::json;

json to_json(const drill_findings& found) {
  json lost = json::array();
  json doubled = json::array();
  for (const auto& id : found.acknowledged) {
    const auto at = found.in_log.find(id);
    if (at == found.in_log.end())
      lost.push_back(id);
    else if (at->second > 1)
      doubled.push_back(id);
  }
  return {
      {"ok", lost.empty() && doubled.empty()},
      {"acknowledged", found.acknowledged.size()},
      {"degraded", found.degraded},
      {"lost", std::move(lost)},
      {"doubled", std::move(doubled)},
      {"until_degraded_ms", found.until_degraded.count()},
      {"database_start_ms", found.database_start.count()},
      {"until_normal_ms", found.until_normal.count()},
      {"slowest_before_ms", found.slowest_before.count()},
      {"slowest_degraded_ms", found.slowest_degraded.count()}
  };
}

std::string to_text(const drill_findings& found) {
  const auto report = to_json(found);
  const auto line = [](const std::string& what, const std::string& value) {
    return "  " + what + std::string(what.size() < 44 ? 44 - what.size() : 1, ' ') + value + "\n";
  };
  const auto ms = [&](const char* name) { return report.at(name).dump() + " ms"; };
  std::string out =
      report.at("ok").get<bool>() ? "Nothing was lost, nothing is there twice.\n" : "SOMETHING WENT WRONG.\n";
  out += line("contacts acknowledged", report.at("acknowledged").dump());
  out += line("  of them without the database", report.at("degraded").dump());
  out += line("lost", std::to_string(report.at("lost").size()));
  out += line("there twice", std::to_string(report.at("doubled").size()));
  out += line("from the loss to the next contact taken", ms("until_degraded_ms"));
  out += line("to start the database again", ms("database_start_ms"));
  out += line("from then until all is in the record", ms("until_normal_ms"));
  out += line("slowest answer before", ms("slowest_before_ms"));
  out += line("slowest answer without the database", ms("slowest_degraded_ms"));
  for (const auto& id : report.at("lost"))
    out += "  LOST " + id.get<std::string>() + "\n";
  for (const auto& id : report.at("doubled"))
    out += "  TWICE " + id.get<std::string>() + "\n";
  return out;
}

} // namespace frontdoor
