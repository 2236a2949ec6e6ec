// DMN files: any text is read, compiled and its decisions evaluated, or is refused with faults.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "triage/dmn/engine.hpp"
#include "triage/dmn/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontdoor::triage::dmn;
  constexpr std::size_t longest = 65'536;
  if (size > longest) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto read = read_definitions(text, "fuzz.dmn");
  if (!read) return 0;
  const auto source = std::make_shared<const definitions>(std::move(*read));
  const auto model = decision_model::compile(source, {source});
  evaluation_options options;
  options.limits.steps = 20'000;
  options.limits.list_size = 1'000;
  options.limits.string_size = 10'000;
  options.limits.weight = 20'000;
  const std::vector<model_input> inputs = {{"Age", value(17), ""}, {"Full Name", value("Ann"), ""}};
  std::size_t asked = 0;
  for (const auto& decision : source->decisions) {
    if (++asked > 10) break;
    to_text(model->evaluate_decision(decision.name, inputs, options).result);
  }
  return 0;
}
