// The code table from a spreadsheet's export.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "triage/crime/code_table.hpp"
#include "triage/crime/csv.hpp"

namespace frontdoor::triage::crime {

namespace {

constexpr std::array<std::string_view, 9> columns{"code",       "title",        "group",  "kind", "max_years",
                                                  "confidence", "cancelled_by", "status", "notes"};
constexpr std::size_t needed = 4; // the first of them
constexpr std::size_t cell_bytes_max = 500;

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

class importer {
 public:
  importer(const std::vector<csv_row>& rows, code_table& into) : rows_(rows), into_(into) {}

  faults run() {
    if (rows_.empty()) {
      fail({{}, 1, 1}, "empty", "The file has no rows.", "Export the sheet with its first row.");
      return std::move(found_);
    }
    read_head(rows_.front());
    if (!found_.empty()) return std::move(found_);
    for (std::size_t i = 1; i < rows_.size(); ++i)
      read_row(rows_[i]);
    if (rows_.size() == 1) fail(rows_.front().front(), "empty", "The file has no codes.", "Add a row for each.");
    return std::move(found_);
  }

 private:
  void fail(const csv_cell& at, const char* code, std::string detail, std::string remedy) {
    found_.push_back({place_of(at.line, at.column), code, std::move(detail), std::move(remedy), {}});
  }

  void read_head(const csv_row& head) {
    for (std::size_t i = 0; i < head.size(); ++i) {
      const auto name = trimmed(head[i].text);
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) {
        fail(
            head[i], "unknown_column", "There is no column \"" + name + "\".",
            "Use code, title, group, kind, max_years, confidence, cancelled_by, status, notes."
        );
      } else if (!place_.emplace(name, i).second) {
        fail(head[i], "duplicate", "The column \"" + name + "\" is there twice.", "Remove one.");
      }
    }
    for (std::size_t i = 0; i < needed; ++i) {
      if (place_.contains(std::string(columns[i]))) continue;
      fail(head.front(), "missing_column", "The column \"" + std::string(columns[i]) + "\" is missing.", "Add it.");
    }
  }

  const csv_cell& cell(const csv_row& row, const char* name) const {
    static const csv_cell none;
    const auto found = place_.find(name);
    return found == place_.end() || found->second >= row.size() ? none : row[found->second];
  }

  std::string text(const csv_row& row, const char* name, bool is_needed) {
    const auto& from = cell(row, name);
    auto value = trimmed(from.text);
    if (value.empty() && is_needed)
      fail(from.line == 0 ? row.back() : from, "missing", std::string("The ") + name + " is missing.", "Fill it in.");
    if (value.size() > cell_bytes_max) fail(from, "too_long", "The cell is longer than 500 bytes.", "Shorten it.");
    return value;
  }

  // One of the words, or nothing.
  bool word(const csv_row& row, const char* name, std::string_view wanted) {
    const auto value = text(row, name, false);
    if (!value.empty() && value != wanted)
      fail(
          cell(row, name), "unknown_value", "\"" + value + "\" is not known here.",
          "Use " + std::string(wanted) + ", or leave it empty."
      );
    return value == wanted;
  }

  std::optional<max_sentence> sentence(const csv_row& row) {
    const auto value = text(row, "max_years", false);
    if (value.empty()) return std::nullopt;
    if (value == "life") return max_sentence{0, true};
    double years = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), years);
    if (error != std::errc{} || end != value.data() + value.size() || !std::isfinite(years) || years < 0 ||
        years > 99) {
      fail(
          cell(row, "max_years"), "wrong_type", "\"" + value + "\" is no number of years.",
          "Write years such as 14 or 0.5, or life; leave it empty when it is not known."
      );
      return std::nullopt;
    }
    return max_sentence{years, false};
  }

  void read_row(const csv_row& row) {
    if (row.size() != rows_.front().size()) {
      fail(
          row.front(), "wrong_width",
          "The row has " + std::to_string(row.size()) + " cells, the first row has " +
              std::to_string(rows_.front().size()) + ".",
          "Quote cells that hold commas."
      );
      return;
    }
    code out;
    out.number = text(row, "code", true);
    out.title = text(row, "title", true);
    out.group = text(row, "group", true);
    const auto word_of_kind = text(row, "kind", true);
    const auto kind = parse_kind(word_of_kind);
    if (!kind && !word_of_kind.empty()) {
      fail(
          cell(row, "kind"), "unknown_value", "\"" + word_of_kind + "\" is no kind of offence.",
          "Use violence, sexual, robbery, public_order, property, society, national or record."
      );
    }
    out.kind = kind.value_or(kind::property);
    out.sentence = sentence(row);
    out.confidence = text(row, "confidence", false);
    out.registrar_cancels = word(row, "cancelled_by", "registrar");
    out.closed = word(row, "status", "closed");
    out.notes = text(row, "notes", false);
    if (!out.number.empty() && !seen_.emplace(out.number, row.front().line).second) {
      fail(
          cell(row, "code"), "duplicate",
          "The code " + out.number + " is in line " + std::to_string(seen_.at(out.number)) + " already.",
          "Keep one of them."
      );
    }
    into_.codes.push_back(std::move(out));
  }

  const std::vector<csv_row>& rows_;
  code_table& into_;
  std::map<std::string, std::size_t, std::less<>> place_;
  std::map<std::string, std::size_t, std::less<>> seen_; // code -> line
  faults found_;
};

} // namespace

std::expected<code_table, faults> import_codes(std::string_view csv, std::string source, std::string version) {
  const auto rows = read_csv(csv);
  if (!rows) return std::unexpected(rows.error());
  code_table table{std::move(source), std::move(version), {}};
  auto found = importer(*rows, table).run();
  if (table.source.empty())
    found.push_back({"", "missing", "The source is not named.", "Say where the table is from.", {}});
  if (table.version.empty())
    found.push_back({"", "missing", "The version is not named.", "Say which edition it is.", {}});
  if (!found.empty()) return std::unexpected(std::move(found));
  return table;
}

} // namespace frontdoor::triage::crime
