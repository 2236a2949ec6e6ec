#include "triage/crime/code_table.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::crime {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 8> kinds{"violence", "sexual",  "robbery",  "public_order",
                                                "property", "society", "national", "record"};

json sentence_json(const std::optional<max_sentence>& sentence) {
  if (!sentence) return nullptr;
  return sentence->life ? json("life") : json(sentence->years);
}

class table_reader {
 public:
  table_reader(const json& document, const std::string& file) : document_(document), file_(file) {}

  std::expected<code_table, faults> read() {
    code_table table;
    table.source = text(document_, "source", "");
    table.version = text(document_, "version", "");
    const json* list = member_of(document_, "codes");
    if (list == nullptr || !list->is_array() || list->empty()) {
      fail("/codes", "missing", "The table lists its codes under \"codes\".");
    } else {
      for (std::size_t i = 0; i < list->size(); ++i)
        table.codes.push_back(read_code((*list)[i], "/codes/" + std::to_string(i)));
    }
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return table;
  }

 private:
  void fail(std::string pointer, const char* code, std::string detail) {
    found_.push_back({std::move(pointer), code, std::move(detail), {}, file_});
  }

  std::string text(const json& object, const char* name, const std::string& pointer) {
    auto value = text_of(object, name);
    if (!value || value->empty())
      fail(pointer + "/" + name, "missing", std::string("A text \"") + name + "\" is needed here.");
    return std::move(value).value_or("");
  }

  code read_code(const json& entry, const std::string& pointer) {
    code out;
    out.number = text(entry, "code", pointer);
    out.title = text(entry, "title", pointer);
    out.group = text(entry, "group", pointer);
    const auto kind = parse_kind(text_of(entry, "kind").value_or(""));
    if (!kind) fail(pointer + "/kind", "unknown_value", "This is no kind of offence.");
    out.kind = kind.value_or(kind::property);
    if (const json* years = member_of(entry, "max_years")) {
      if (years->is_number() && years->get<double>() >= 0)
        out.sentence = max_sentence{years->get<double>(), false};
      else if (*years == "life")
        out.sentence = max_sentence{0, true};
      else
        fail(pointer + "/max_years", "wrong_type", "A maximum is a number of years, \"life\" or null.");
    }
    out.confidence = text_of(entry, "confidence").value_or("");
    out.registrar_cancels = text_of(entry, "cancelled_by") == "registrar";
    out.closed = text_of(entry, "status") == "closed";
    out.notes = text_of(entry, "notes").value_or("");
    if (!seen_.insert(out.number).second) fail(pointer + "/code", "duplicate", "The code is listed twice.");
    return out;
  }

  const json& document_;
  const std::string& file_;
  std::set<std::string> seen_;
  faults found_;
};

} // namespace

std::string_view to_string(kind value) {
  return kinds.at(static_cast<std::size_t>(value));
}

std::optional<kind> parse_kind(std::string_view text) {
  const auto found = std::find(kinds.begin(), kinds.end(), text);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<kind>(found - kinds.begin());
}

bool longer(const std::optional<max_sentence>& a, const std::optional<max_sentence>& b) {
  if (!a || !b) return a.has_value() && !b;
  if (a->life != b->life) return a->life;
  return !a->life && a->years > b->years;
}

bool counted_by_victim(kind value) {
  return value == kind::violence || value == kind::sexual || value == kind::robbery || value == kind::public_order;
}

bool recordable(const code& entry) {
  return entry.kind != kind::national && entry.kind != kind::record;
}

std::optional<std::size_t> code_table::find(std::string_view number) const {
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const code& one) { return one.number == number; });
  if (found == codes.end()) return std::nullopt;
  return static_cast<std::size_t>(found - codes.begin());
}

std::expected<code_table, faults> code_table_from_json(const json& document, const std::string& file) {
  return table_reader(document, file).read();
}

json to_json(const code& entry) {
  json out{
      {"code", entry.number},
      {"title", entry.title},
      {"group", entry.group},
      {"kind", to_string(entry.kind)},
      {"max_years", sentence_json(entry.sentence)}
  };
  if (!entry.confidence.empty()) out["confidence"] = entry.confidence;
  if (entry.registrar_cancels) out["cancelled_by"] = "registrar";
  if (entry.closed) out["status"] = "closed";
  if (!entry.notes.empty()) out["notes"] = entry.notes;
  return out;
}

json to_json(const code_table& table) {
  json codes = json::array();
  for (const auto& one : table.codes)
    codes.push_back(to_json(one));
  return {{"source", table.source}, {"version", table.version}, {"codes", std::move(codes)}};
}

} // namespace frontdoor::triage::crime
