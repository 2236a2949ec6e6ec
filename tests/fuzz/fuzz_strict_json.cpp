// Any bytes: the reader neither crashes nor lets through what it promises to refuse.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/schema/json_schema.hpp"
#include "server/schema/strict_json.hpp"
#include "triage/canonical_json.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

const frontdoor::schema::schema_set& schemas() {
  // Every kind of keyword the contract uses, without its files: a fuzz target runs anywhere.
  static const auto loaded = frontdoor::schema::schema_set::load(
      {{"a.schema.json", R"x({
      "type":"object","additionalProperties":false,"required":["a"],"minProperties":1,"dependencies":{"b":["c"]},
      "properties":{"a":{"type":["string","null"],"minLength":1,"maxLength":9,"pattern":"^(a+)+$"},
                    "b":{"type":"array","uniqueItems":true,"maxItems":4,"items":{"enum":["x",1,null]}},
                    "c":{"anyOf":[{"type":"number","minimum":0},{"type":"string","maxLength":40,"format":"date-time"}]},
                    "d":{"type":"object","propertyNames":{"maxLength":3},"additionalProperties":{"type":"integer"}}}})x"
      }}
  );
  return *loaded;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = frontdoor::schema::parse_strict(text);
  if (!read) {
    must(!read.error().empty());
    for (const auto& fault : read.error())
      must(!fault.code.empty() && !fault.detail.empty());
    return 0;
  }
  // What passes can be written canonically, and reads as the same value again.
  const auto canonical = frontdoor::triage::canonical_json(*read);
  must(canonical.find('\0') == std::string::npos);
  const auto again = frontdoor::schema::parse_strict(canonical);
  must(again.has_value() && frontdoor::triage::canonical_json(*again) == canonical);
  for (const auto& fault : schemas().validate("a.schema.json", *read))
    must(!fault.remedy.empty());
  return 0;
}
