// The report for machines.
#include <nlohmann/json.hpp>

#include "triage/policy/proof/verify.hpp"

namespace frontdoor::triage::proof {
namespace {

using nlohmann::json;

json described(const finding& each, const vocabulary& facts) {
  json entry{
      {"check", to_text(each.which)},
      {"verdict", to_text(each.given)},
      {"warning", each.warning},
      {"subject", each.subject},
      {"file", each.file},
      {"text", each.text}
  };
  if (each.facts) entry["facts"] = to_json(facts, *each.facts);
  if (each.worse) entry["worse"] = to_json(facts, *each.worse);
  if (!each.outcome.empty()) entry["outcome"] = each.outcome;
  return entry;
}

} // namespace

json to_json(const proof_report& report) {
  json document{
      {"pack", report.pack},
      {"version", report.version},
      {"sha256", report.sha256},
      {"verified", report.verified()},
      {"checks", json::object()},
      {"properties", json::array()},
      {"monotonicity_exceptions", json::array()},
      {"findings", json::array()}
  };
  for (std::size_t i = 0; i < check_count; ++i) {
    const auto& count = report.checks[i];
    document["checks"][std::string(to_text(static_cast<check>(i)))] = {
        {"asked", count.asked},
        {"proved", count.proved},
        {"refuted", count.refuted},
        {"undecided", count.undecided},
        {"warnings", count.warnings}
    };
  }
  for (const auto& property : report.properties) {
    document["properties"].push_back(
        {{"id", property.id},
         {"text", property.text},
         {"source", property.source},
         {"verdict", to_text(property.given)},
         {"exceptions", property.exceptions}}
    );
  }
  for (const auto& exception : report.exceptions)
    document["monotonicity_exceptions"].push_back({{"fact", exception.fact}, {"why", exception.why}});
  for (const auto& each : report.findings)
    document["findings"].push_back(described(each, report.facts));
  return document;
}

} // namespace frontdoor::triage::proof
