// Reads a force's crime rules and checks them whole.

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/crime/rules.hpp"
#include "triage/dmn/reader.hpp"
#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

constexpr const char* settings_file = "crime.json";
constexpr const char* codes_file = "codes.json";
constexpr const char* facts_file = "facts.json";
constexpr const char* offences_file = "offences.dmn";

class rules_reader {
 public:
  rules_reader(const std::map<std::string, std::string>& files, const vocabulary& facts)
      : files_(files), facts_(facts) {}

  std::expected<rules, faults> read() {
    read_settings();
    if (const auto codes = document(codes_file); !codes.is_null()) {
      auto table = code_table_from_json(codes, codes_file);
      if (table)
        out_.table = std::move(*table);
      else
        found_.insert(found_.end(), table.error().begin(), table.error().end());
    }
    if (compile()) find_tables();
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return std::move(out_);
  }

 private:
  void fail(const char* file, std::string pointer, const char* code, std::string detail) {
    found_.push_back({std::move(pointer), code, std::move(detail), {}, file});
  }

  json document(const char* file) {
    const auto found = files_.find(file);
    if (found == files_.end()) {
      fail(file, "", "missing", std::string("There is no ") + file + ".");
      return nullptr;
    }
    auto read = json::parse(found->second, nullptr, false);
    if (!read.is_object()) {
      fail(file, "", "not_json", "The file is no JSON object.");
      return nullptr;
    }
    return read;
  }

  std::chrono::microseconds duration(const json& value, const std::string& pointer) {
    const auto read = value.is_string() ? parse_duration(value.get_ref<const std::string&>()) : std::nullopt;
    if (!read || read->count() <= 0)
      fail(settings_file, pointer, "bad_duration", "A time from the first report is written like PT24H.");
    return read.value_or(std::chrono::microseconds{});
  }

  static bool flag(const json& entry, const char* name) {
    const json* member = member_of(entry, name);
    return member != nullptr && *member == true;
  }

  std::vector<reason> reasons(const json& head, const char* name) {
    std::vector<reason> out;
    const json* list = member_of(head, name);
    if (list == nullptr || !list->is_array() || list->empty()) {
      fail(settings_file, std::string("/") + name, "missing", "Reasons are listed here, each with code and text.");
      return out;
    }
    for (const auto& one : *list) {
      auto code = text_of(one, "code");
      auto text = text_of(one, "text");
      if (!code || !text) fail(settings_file, std::string("/") + name, "wrong_type", "A reason has a code and a text.");
      out.push_back(
          {std::move(code).value_or(""), std::move(text).value_or(""), flag(one, "supervisor"), flag(one, "reference")}
      );
    }
    return out;
  }

  void read_settings() {
    const auto head = document(settings_file);
    if (head.is_null()) return;
    auto& to = out_.settings;
    to.decide_within = duration(head.value("decide_within", json()), "/decide_within");
    for (const auto& one : head.value("warn_after", json::array()))
      to.warn_after.push_back(duration(one, "/warn_after"));
    const bool ordered = std::is_sorted(to.warn_after.begin(), to.warn_after.end()) &&
                         (to.warn_after.empty() || to.warn_after.back() < to.decide_within);
    if (!ordered)
      fail(settings_file, "/warn_after", "out_of_order", "Warnings come one after the other, before decide_within.");
    to.number_format = text_of(head, "number_format").value_or("");
    if (to.number_format.find('N') == std::string::npos || to.number_format.find("YY") == std::string::npos)
      fail(settings_file, "/number_format", "missing", "The number's form has a run of N and YY or YYYY.");
    for (const auto& one : head.value("protected_flags", json::array())) {
      if (one.is_string()) to.protected_flags.push_back(one.get<std::string>());
    }
    to.crime_related_reasons = reasons(head, "crime_related_reasons");
    to.not_crime_reasons = reasons(head, "not_crime_reasons");
    to.n100_reasons = reasons(head, "n100_reasons");
  }

  bool compile() {
    const auto extra = document(facts_file);
    const auto model_text = files_.find(offences_file);
    if (model_text == files_.end()) fail(offences_file, "", "missing", "There is no offences.dmn.");
    if (extra.is_null() || model_text == files_.end()) return false;
    const auto own = vocabulary::read(extra, facts_file);
    if (!own) found_.insert(found_.end(), own.error().begin(), own.error().end());
    auto model = dmn::read_definitions(model_text->second, offences_file);
    if (!model) found_.insert(found_.end(), model.error().begin(), model.error().end());
    if (!own || !model) return false;
    std::vector<fact_definition> given;
    for (const auto& fact : own->all()) {
      if (!facts_.find(fact.key)) given.push_back(fact);
    }
    auto tables = compiled_tables::compile(facts_, given, std::span(&*model, 1));
    if (!tables) {
      found_.insert(found_.end(), tables.error().begin(), tables.error().end());
      return false;
    }
    out_.offences = std::move(*tables);
    return true;
  }

  void find_tables() {
    const auto recording = out_.offences.find_table("recording");
    if (!recording)
      fail(offences_file, "", "missing", "A decision \"recording\" says how what is alleged is proposed.");
    out_.recording = static_cast<std::uint16_t>(recording.value_or(0));
    if (const auto reporting = out_.offences.find_table("reporting"))
      out_.reports = static_cast<std::uint16_t>(*reporting);
    for (std::size_t i = 0; i < out_.offences.size(); ++i) {
      const auto& table = out_.offences[i];
      if (table.outputs.size() != 3) continue;
      out_.listing.push_back(static_cast<std::uint16_t>(i));
      check_codes(table);
    }
    if (out_.listing.empty())
      fail(offences_file, "", "missing", "Offences are alleged by decisions with the outputs code, part and other.");
  }

  // Whatever a rule alleges must be in the table of codes and open for new crimes.
  void check_codes(const compiled_table& table) {
    const auto& codes = out_.offences.slot(table.outputs[0].slot).values;
    for (const auto& rule : table.rules) {
      const auto& word = codes[static_cast<std::size_t>(rule.results[0] - 1)];
      const auto place = out_.table.find(word);
      if (word == "none" || (place && !out_.table.codes[*place].closed)) continue;
      fail(
          offences_file, "decision[" + table.name + "]", "unknown_code",
          "Rule " + rule.id + " alleges " + word + ", which codes.json does not have for new crimes."
      );
    }
  }

  const std::map<std::string, std::string>& files_;
  const vocabulary& facts_;
  rules out_;
  faults found_;
};

} // namespace

std::expected<rules, faults> read_rules(const std::map<std::string, std::string>& files, const vocabulary& facts) {
  return rules_reader(files, facts).read();
}

} // namespace frontdoor::triage::crime
