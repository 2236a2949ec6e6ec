#pragma once
// The table of crime codes: data with a source and a version, imported from the Home Office's spreadsheet.

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"

namespace frontdoor::triage::crime {

// What kind of offence a code is. Violence, sexual and robbery come before all others of the same maximum sentence.
// national: counted by the national service, never by the force. record: no crime, but a record of a report (N100).
enum class kind : std::uint8_t { violence, sexual, robbery, public_order, property, society, national, record };

std::string_view to_string(kind value);
std::optional<kind> parse_kind(std::string_view text);

// The longest sentence the law allows, in years; a sentence for life is longer than any other.
struct max_sentence {
  double years = 0;
  bool life = false;

  friend bool operator==(const max_sentence&, const max_sentence&) = default;
};

bool longer(const std::optional<max_sentence>& a, const std::optional<max_sentence>& b);

struct code {
  std::string number; // "8N", "4/1", "N100"
  std::string title;
  std::string group;
  crime::kind kind = crime::kind::property;
  std::optional<max_sentence> sentence; // none: the table does not say
  std::string confidence;               // how sure the source is of it; empty: not said
  bool registrar_cancels = false;       // only the force crime registrar cancels it
  bool closed = false;                  // kept for old crimes; no new one may have it
  std::string notes;

  friend bool operator==(const code&, const code&) = default;
};

// Each victim of it is a crime of its own (domain.md 4.4); otherwise victims of one event share one.
bool counted_by_victim(kind value);

// What is recorded as a crime of this force: neither counted nationally nor only a record.
bool recordable(const code& entry);

struct code_table {
  std::string source;
  std::string version;
  std::vector<code> codes; // in the table's own order, which settles ties

  // The place of a code in the table.
  std::optional<std::size_t> find(std::string_view number) const;

  friend bool operator==(const code_table&, const code_table&) = default;
};

// Reads codes.json; every fault with its pointer.
std::expected<code_table, faults> code_table_from_json(const nlohmann::json& document, const std::string& file);
nlohmann::json to_json(const code_table& table);
nlohmann::json to_json(const code& entry);

// Reads a spreadsheet exported as CSV. The first row names the columns, in any order: code, title, group and kind are
// needed; max_years (a number, or life), confidence, cancelled_by (registrar), status (closed) and notes may be there.
// Every fault is listed with line and column.
std::expected<code_table, faults> import_codes(std::string_view csv, std::string source, std::string version);

} // namespace frontdoor::triage::crime
