#include "triage/crime/proposal.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> recordings{"record", "crime_related", "n100", "national", "other_force"};
constexpr std::array<std::string_view, 3> parts{"offence", "incidental", "suspected"};

std::string key_of(const alleged_offence& one) {
  return one.victim + "/" + one.offenders + "/" + one.occasion;
}

bool first_class(kind value) {
  return value == kind::violence || value == kind::sexual || value == kind::robbery;
}

// The order of seriousness within a group; the strongest part a code has in it counts.
class seriousness {
 public:
  explicit seriousness(const code_table& table) : table_(table) {}

  bool operator()(const alleged_offence& a, const alleged_offence& b) const {
    const auto place_a = table_.find(a.code);
    const auto place_b = table_.find(b.code);
    const auto weight_a = weight(a, place_a);
    const auto weight_b = weight(b, place_b);
    if (weight_a != weight_b) return weight_a < weight_b;
    if (!place_a || !place_b) return a.code < b.code;
    const auto& code_a = table_.codes[*place_a];
    const auto& code_b = table_.codes[*place_b];
    if (longer(code_a.sentence, code_b.sentence)) return true;
    if (longer(code_b.sentence, code_a.sentence)) return false;
    if (first_class(code_a.kind) != first_class(code_b.kind)) return first_class(code_a.kind);
    if (*place_a != *place_b) return *place_a < *place_b;
    return a.rule < b.rule;
  }

 private:
  // What may be the crime at all comes first.
  int weight(const alleged_offence& one, std::optional<std::size_t> place) const {
    if (!place) return 5;
    const auto& entry = table_.codes[*place];
    if (entry.closed) return 4;
    if (!recordable(entry)) return 3;
    if (one.part == part::incidental) return 2;
    return one.part == part::suspected ? 1 : 0;
  }

  const code_table& table_;
};

void add_once(std::vector<std::string>& to, const std::string& code) {
  if (std::find(to.begin(), to.end(), code) == to.end()) to.push_back(code);
}

proposal propose(const code_table& table, const std::string& key, std::vector<alleged_offence> offences) {
  proposal out;
  out.key = key;
  std::sort(offences.begin(), offences.end(), seriousness(table));
  out.principal = offences.front().code;
  for (const auto& one : offences) {
    if (one.code != out.principal) add_once(out.included, one.code);
    const auto place = table.find(one.code);
    if (!place || !table.codes[*place].sentence) out.order_uncertain = offences.size() > 1 || !place;
  }
  for (const auto& one : offences) {
    for (const auto& other : one.alternatives) {
      const bool alleged =
          other == out.principal || std::find(out.included.begin(), out.included.end(), other) != out.included.end();
      if (!alleged) add_once(out.alternatives, other);
    }
  }
  const auto place = table.find(out.principal);
  if (place && table.codes[*place].kind == kind::national) out.recording = recording::national;
  out.offences = std::move(offences);
  return out;
}

} // namespace

std::string_view to_string(recording value) {
  return recordings.at(static_cast<std::size_t>(value));
}

std::optional<recording> parse_recording(std::string_view text) {
  const auto found = std::find(recordings.begin(), recordings.end(), text);
  if (found == recordings.end()) return std::nullopt;
  return static_cast<recording>(found - recordings.begin());
}

std::vector<proposal> group_offences(const code_table& table, std::span<const alleged_offence> offences) {
  std::map<std::string, std::vector<alleged_offence>> groups;
  for (const auto& one : offences)
    groups[key_of(one)].push_back(one);
  std::vector<proposal> out;
  out.reserve(groups.size());
  for (auto& [key, group] : groups)
    out.push_back(propose(table, key, std::move(group)));
  return out;
}

json to_json(const proposal& proposed, const code_table& table) {
  const auto place = table.find(proposed.principal);
  json reasons = json::array();
  for (const auto& one : proposed.offences) {
    reasons.push_back(
        {{"code", one.code},
         {"part", parts.at(static_cast<std::size_t>(one.part))},
         {"rule", one.rule},
         {"text", one.why}}
    );
  }
  json out{
      {"key", proposed.key},
      {"recording", to_string(proposed.recording)},
      {"principal", proposed.principal},
      {"included", proposed.included},
      {"alternatives", proposed.alternatives},
      {"order_uncertain", proposed.order_uncertain},
      {"reason", proposed.reason},
      {"reasons", std::move(reasons)}
  };
  const json entry = place ? to_json(table.codes[*place]) : json::object();
  for (const char* name : {"title", "group", "max_years"})
    out[name] = entry.value(name, json());
  return out;
}

} // namespace frontdoor::triage::crime
