#include "server/outage/board_page.hpp"

#include <algorithm>
#include <tuple>

namespace frontdoor::outage {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '&':
      out += "&amp;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      out += c;
    }
  }
  return out;
}

// "2026-03-01 21:04:11 UTC": the same on every machine, and said so.
std::string clock_text(triage::timestamp at) {
  auto text = triage::to_rfc3339(at);
  return text.substr(0, 10) + " " + text.substr(11, 8);
}

std::string duration_text(std::chrono::microseconds span) {
  const bool past = span.count() < 0;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(past ? -span : span).count();
  return (past ? "late " : "") + std::to_string(minutes / 60) + "h" + (minutes % 60 < 10 ? "0" : "") +
         std::to_string(minutes % 60);
}

constexpr std::string_view style =
    "body{font:11pt sans-serif;margin:1cm}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #000;padding:3pt 5pt;text-align:left;vertical-align:top}th{background:#ddd}"
    ".owed td{font-weight:bold}.mode{border:2pt solid #000;padding:4pt;font-weight:bold}"
    "@media print{@page{size:A4 landscape;margin:1cm}body{margin:0}thead{display:table-header-group}"
    "tr{page-break-inside:avoid}th{background:#fff}}";

} // namespace

board_line line_of(const dispatch::board_entry& entry) {
  const auto& state = entry.state;
  board_line out;
  out.grade = state.grade ? state.grade->name : "Ungraded";
  out.rank = state.grade ? state.grade->rank + 1 : 0;
  out.number = entry.number;
  if (state.temporary_number && *state.temporary_number != entry.number)
    out.number += " (" + *state.temporary_number + ")";
  out.where = state.district.value_or("no district");
  if (state.personal && state.personal->location_text) out.where += ", " + *state.personal->location_text;
  out.received_at = state.received_at;
  if (state.grade) out.arrive_by = state.grade->arrive_by;
  for (const auto& one : state.units)
    out.units.push_back(one.unit);
  out.acknowledgement = "-";
  if (!state.dispatch) return out;
  switch (state.dispatch->state) {
  case triage::dispatch_state::pushed:
  case triage::dispatch_state::overdue:
    out.owed = true;
    out.acknowledgement = "OWED by " + clock_text(state.dispatch->acknowledge_by);
    break;
  case triage::dispatch_state::acknowledged:
    out.acknowledgement = "by " + state.dispatch->acknowledged_by.value_or("somebody");
    break;
  case triage::dispatch_state::stood_down:
    break;
  }
  return out;
}

std::string
board_page(std::vector<board_line> lines, const std::string& node, const std::string& mode, triage::timestamp now) {
  std::ranges::sort(lines, {}, [](const board_line& one) {
    return std::tuple(one.rank, !one.owed, one.arrive_by.value_or(triage::timestamp::max()), one.number);
  });
  std::string out = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Board ";
  out += clock_text(now) + "</title><style>" + std::string(style) + "</style></head><body><h1>Board at ";
  out += clock_text(now) + " UTC</h1><p>" + std::to_string(lines.size()) + " open, as " + escaped(node) + " has them.";
  out += " Times are UTC.</p>";
  if (mode != "normal") {
    out += "<p class=\"mode\">" + escaped(mode) +
           ": the record cannot be reached. Numbers with TEMP are this server's own until it can.</p>";
  }
  out += "<table><thead><tr><th>Grade</th><th>Number</th><th>Where</th><th>Received</th><th>Age</th><th>To target</th>"
         "<th>Units</th><th>Acknowledgement</th><th>Notes</th></tr></thead><tbody>";
  for (const auto& one : lines) {
    std::string units;
    for (const auto& unit : one.units)
      units += (units.empty() ? "" : ", ") + unit;
    out += one.owed ? "<tr class=\"owed\">" : "<tr>";
    for (const auto& cell :
         {one.grade, one.number, one.where, clock_text(one.received_at), duration_text(now - one.received_at),
          one.arrive_by ? duration_text(*one.arrive_by - now) : std::string("-"), units, one.acknowledgement,
          std::string()})
      out += "<td>" + escaped(cell) + "</td>";
    out += "</tr>";
  }
  return out + "</tbody></table></body></html>\n";
}

} // namespace frontdoor::outage
