#include "triage/history/marker_import.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "triage/crime/csv.hpp"
#include "triage/history/phone.hpp"
#include "triage/history/place.hpp"
#include "triage/history/vehicle.hpp"

namespace frontdoor::triage::history {

namespace {

constexpr std::array<std::string_view, 12> columns{"marker",      "why",      "valid_from", "review_at",
                                                   "valid_until", "phone",    "name",       "date_of_birth",
                                                   "uprn",        "postcode", "address",    "vrm"};
constexpr std::array<std::string_view, 3> needed{"marker", "why", "valid_from"};
constexpr std::size_t code_length_max = 64;
constexpr std::size_t why_length_max = 500;

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= code_length_max &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<timestamp> read_time(std::string_view text) {
  const auto day = parse_day(text);
  return day ? day : parse_rfc3339(text);
}

class reader {
 public:
  explicit reader(const std::vector<crime::csv_row>& rows) : rows_(rows) {}

  std::expected<std::vector<imported_marker>, faults> read() {
    std::vector<imported_marker> out;
    if (rows_.empty()) {
      refuse("", "missing_column", "The file is empty.", "Begin with a row of column names.");
    } else {
      read_head(rows_.front());
    }
    if (!found_.empty()) return std::unexpected(std::move(found_));
    for (std::size_t i = 1; i < rows_.size(); ++i)
      out.push_back(read_row(rows_[i]));
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return out;
  }

 private:
  void refuse(std::string place, std::string code, std::string detail, std::string remedy) {
    found_.push_back({std::move(place), std::move(code), std::move(detail), std::move(remedy), {}});
  }

  void read_head(const crime::csv_row& head) {
    for (std::size_t i = 0; i < head.size(); ++i) {
      const auto& name = head[i].text;
      const auto place = crime::place_of(head[i].line, head[i].column);
      if (std::ranges::find(columns, name) == columns.end())
        refuse(place, "unknown_column", "There is no column \"" + name + "\".", "Take it out, or mend its name.");
      else if (!at_.emplace(name, i).second)
        refuse(place, "given_twice", "The column \"" + name + "\" is there twice.", "Keep one.");
    }
    for (const auto name : needed) {
      if (!at_.contains(name))
        refuse("", "missing_column", "The column \"" + std::string(name) + "\" is missing.", "Add it.");
    }
  }

  // The cell's text; none where it is empty or there is no such column.
  std::optional<std::string> cell(const crime::csv_row& row, std::string_view name) const {
    const auto at = at_.find(name);
    if (at == at_.end() || at->second >= row.size() || row[at->second].text.empty()) return std::nullopt;
    return row[at->second].text;
  }

  std::string place(const crime::csv_row& row, std::string_view name) const {
    const auto at = at_.find(name);
    const auto& here = at == at_.end() || at->second >= row.size() ? row.front() : row[at->second];
    return crime::place_of(here.line, here.column);
  }

  std::optional<timestamp> time(const crime::csv_row& row, std::string_view name) {
    const auto text = cell(row, name);
    if (!text) return std::nullopt;
    const auto at = read_time(*text);
    if (!at) refuse(place(row, name), "wrong_format", "This is not a date.", "Write it as 2026-03-01.");
    return at;
  }

  void read_traces(const crime::csv_row& row, traces& into) {
    bool sure = false;
    const auto take = [&](std::string_view name, const std::optional<std::string>& given, bool right) {
      if (!given) return;
      if (right)
        sure = true;
      else
        refuse(place(row, name), "wrong_format", "This is no " + std::string(name) + ".", "Mend it or leave it out.");
    };
    const auto phone = cell(row, "phone");
    take("phone", phone, phone && e164(*phone));
    if (phone) into.phones.emplace_back(*phone, "");
    into.place.uprn = cell(row, "uprn");
    take("uprn", into.place.uprn, into.place.uprn && uprn(*into.place.uprn));
    const auto mark = cell(row, "vrm");
    take("vrm", mark, mark && registration_mark(*mark));
    if (mark) into.vehicles.push_back(*mark);
    into.place.postcode = cell(row, "postcode");
    auto code = into.place.postcode ? postcode(*into.place.postcode) : std::nullopt;
    if (into.place.postcode && !code)
      refuse(place(row, "postcode"), "wrong_format", "This is no whole postcode.", "Mend it or leave it out.");
    into.place.text = cell(row, "address");
    if (into.place.text) {
      if (!code) code = postcode_in(*into.place.text);
      sure = sure || address(*into.place.text, code).has_value();
    }
    const auto born = cell(row, "date_of_birth");
    const auto date = born ? read_birth_date(*born) : std::nullopt;
    if (born && !date)
      refuse(place(row, "date_of_birth"), "wrong_format", "This is no date of birth.", "Write it as 1984-03-01.");
    if (const auto name = cell(row, "name")) {
      into.people.push_back({*name, born, ""});
      sure = sure || (date && date->whole() && name->find(' ') != std::string::npos);
    }
    if (!sure) {
      refuse(
          crime::place_of(row.front().line, row.front().column), "no_key", "Nobody could find this marker for sure.",
          "Give a telephone number, a whole name and date of birth, a UPRN, an address with a number, or a mark."
      );
    }
  }

  imported_marker read_row(const crime::csv_row& row) {
    imported_marker out;
    const auto code = cell(row, "marker");
    if (!code || !is_code(*code))
      refuse(place(row, "marker"), code ? "wrong_format" : "missing", "This is no marker.", "Write it in snake_case.");
    out.code = code.value_or("");
    const auto why = cell(row, "why");
    if (!why || why->size() > why_length_max)
      refuse(
          place(row, "why"), why ? "wrong_format" : "missing", "A reason of at most 500 bytes is needed.", "Give it."
      );
    out.why = why.value_or("");
    const auto from = time(row, "valid_from");
    if (!from && !cell(row, "valid_from"))
      refuse(place(row, "valid_from"), "missing", "The date from which it holds is missing.", "Give it.");
    out.valid_from = from.value_or(timestamp{});
    out.review_at = time(row, "review_at");
    out.valid_until = time(row, "valid_until");
    if (from && out.valid_until && *out.valid_until <= *from)
      refuse(place(row, "valid_until"), "ends_before_it_begins", "It ends before it begins.", "Mend the dates.");
    read_traces(row, out.about);
    return out;
  }

  const std::vector<crime::csv_row>& rows_;
  std::map<std::string, std::size_t, std::less<>> at_;
  faults found_;
};

} // namespace

std::expected<std::vector<imported_marker>, faults> import_markers(std::string_view text) {
  const auto rows = crime::read_csv(text);
  if (!rows) return std::unexpected(rows.error());
  return reader(*rows).read();
}

} // namespace frontdoor::triage::history
