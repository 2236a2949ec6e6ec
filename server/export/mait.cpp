// MAIT-style: a transfer message with the field names that are publicly known of MAIT and the neutral ones that
// domain.md 8.2 adds. The true schema is not public; where it is at hand, another format goes beside this one.

#include <array>
#include <cmath>
#include <cstdio>

#include "server/export/incident_export.hpp"
#include "server/export/national_grid.hpp"

namespace frontdoor::exports {

namespace {

using triage::to_rfc3339;

// XML 1.0 text: marks as entities, and nothing of what may not stand in a document.
std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
      out += c;
    }
  }
  return out;
}

class message {
 public:
  void add(std::string_view name, std::string_view value) {
    text_ += "  <";
    text_ += name;
    text_ += '>';
    text_ += escaped(value);
    text_ += "</";
    text_ += name;
    text_ += ">\n";
  }
  void add_known(std::string_view name, const std::optional<std::string>& value) {
    if (value) add(name, *value);
  }

  std::string whole() const {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- MAIT style, not certified -->\n"
           "<TransferMessage profile=\"MAIT style, not certified\" version=\"1\">\n" +
           text_ + "</TransferMessage>\n";
  }

 private:
  std::string text_;
};

std::string number_text(double value, int decimals) {
  std::array<char, 48> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return {text.data(), static_cast<std::size_t>(length)};
}

void add_axes(message& out, const place& where, grid axes) {
  if (axes == grid::wgs84) {
    out.add("X", number_text(where.lon, 6));
    out.add("Y", number_text(where.lat, 6));
    return;
  }
  const auto on_grid = to_national_grid(where.lat, where.lon);
  if (!on_grid) return;
  out.add("X", number_text(on_grid->easting, 0));
  out.add("Y", number_text(on_grid->northing, 0));
}

// "01/03/2026" and "21:04:11" of an instant, in UTC: which clock the standard means is not publicly known, so the
// instant stands beside them as ReceivedTime.
void add_date(message& out, triage::timestamp at) {
  const auto text = to_rfc3339(at); // 2026-03-01T21:04:11.120000Z
  out.add("OrigIncidentDate", text.substr(8, 2) + "/" + text.substr(5, 2) + "/" + text.substr(0, 4));
  out.add("OrigIncidentTime", text.substr(11, 8));
}

// What the recipient was asked for, and its answer.
void add_request(message& out, const exported_incident& what) {
  if (!what.recipient) return;
  for (const auto& one : what.state.partners.handoffs) {
    if (one.partner != *what.recipient) continue;
    out.add("RequestedAction", triage::to_string(one.kind));
    out.add("AcknowledgementStatus", triage::to_string(one.state));
    return;
  }
}

class mait final : public format {
 public:
  explicit mait(grid axes) : axes_(axes) {}

  std::string_view name() const override { return "mait"; }
  std::string_view media_type() const override { return "application/xml"; }

  std::string write(const exported_incident& what) const override {
    const auto& state = what.state;
    message out;
    // The same for the same state, so that a receiver takes a repeat once.
    out.add("MessageId", state.id.to_string() + "." + std::to_string(state.version));
    out.add("Mode", state.closed ? "close" : "create");
    out.add("OrigOrganisation", what.agency);
    out.add_known("DestinOrganisation", what.recipient);
    out.add("OrigIncidentURN", state.id.to_string());
    out.add("OrigIncidentNumber", what.number);
    add_date(out, state.received_at);
    out.add("ReceivedTime", to_rfc3339(state.received_at));
    const auto& coding = state.day_one.coding;
    if (coding) out.add_known("IncidentType", coding->closing ? coding->closing : coding->opening);
    if (state.grade) out.add("Priority", state.grade->grade);
    out.add_known("District", state.district);
    if (what.personal && state.personal) {
      out.add_known("Description", state.personal->summary);
      out.add_known("LocationText", state.personal->location_text);
      out.add_known("CallerName", state.personal->caller_name);
      out.add_known("CallerNumber", state.personal->caller_phone);
      if (what.where) add_axes(out, *what.where, axes_);
    }
    add_request(out, what);
    for (const auto& unit : state.units)
      out.add("ResourceID", unit.unit);
    return out.whole();
  }

 private:
  grid axes_;
};

} // namespace

std::unique_ptr<format> make_mait(grid axes) {
  return std::make_unique<mait>(axes);
}

} // namespace frontdoor::exports
