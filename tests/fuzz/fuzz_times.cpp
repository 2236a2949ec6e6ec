// Instants, durations and identifiers: what is read is written back as text that reads as the same value.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "triage/time.hpp"
#include "triage/uuid.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdoor::triage;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto at = parse_rfc3339(text)) must(parse_rfc3339(to_rfc3339(*at)) == at);
  if (const auto duration = parse_duration(text)) must(parse_duration(to_iso8601(*duration)) == duration);
  if (const auto id = uuid::parse(text)) must(uuid::parse(id->to_string()) == id);
  return 0;
}
