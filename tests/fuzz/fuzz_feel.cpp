// FEEL: any text is parsed and evaluated within its limits, as an expression and as unary tests, or is a diagnostic.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "triage/dmn/engine.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdoor::triage::dmn;
  constexpr std::size_t longest = 4096;
  if (size > longest) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  evaluation_options options;
  options.limits.steps = 50'000;
  options.limits.list_size = 10'000;
  options.limits.string_size = 100'000;
  options.limits.weight = 50'000;
  context_data variables;
  variables.put("Monthly Income", value(1200));
  variables.put("list", value(std::vector<value>{value(1), value("a"), value()}));
  const auto outcome = evaluate_feel(text, variables, options);
  to_text(outcome.result);
  evaluate_tests(text, value(5), variables, options);
  return 0;
}
