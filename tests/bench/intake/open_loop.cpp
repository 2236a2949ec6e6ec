// Posts contacts at fixed times, whatever the answers do, and says how it went as JSON (contact_load.hpp).
// Usage: intake_open_loop PORT API_KEY CONTACTS RATE SECONDS. CONTACTS holds one body a line with NNNNNNNNNN for a
// number.
#include <iostream>

#include "tests/bench/intake/contact_load.hpp"
#include "tests/bench/measures.hpp"

namespace {

using namespace frontdoor::bench;
using std::chrono::steady_clock;

int run(const load_plan& plan) {
  const auto result = post_all(plan);
  const auto seconds = std::chrono::duration<double>(steady_clock::now() - result.begin).count();
  std::vector<double> latencies_ms;
  for (const auto& one : result.answers)
    latencies_ms.push_back(std::chrono::duration<double, std::milli>(one.at - one.due).count());
  std::sort(latencies_ms.begin(), latencies_ms.end());
  if (latencies_ms.empty()) throw std::runtime_error("no answer at all");
  const auto created = result.created();
  const auto failed = plan.requests - created;
  std::cout << R"({"requests":)" << plan.requests << R"(,"not_created":)" << failed << R"(,"broken_connections":)"
            << result.broken_connections << R"(,"rps":)" << static_cast<double>(created) / seconds << R"(,"p50_ms":)"
            << percentile(latencies_ms, 0.5) << R"(,"p99_ms":)" << percentile(latencies_ms, 0.99) << R"(,"max_ms":)"
            << latencies_ms.back() << "}" << std::endl;
  return failed == 0 ? 0 : 1;
}

} // namespace

int main(int count, char** arguments) {
  try {
    if (count != 6) throw std::runtime_error("usage: intake_open_loop PORT API_KEY CONTACTS RATE SECONDS");
    load_plan plan;
    plan.port = static_cast<std::uint16_t>(std::stoul(arguments[1]));
    plan.api_key = arguments[2];
    plan.bodies = read_bodies(arguments[3]);
    set_rate(plan, std::stod(arguments[4]), std::stod(arguments[5]));
    return run(plan);
  } catch (const std::exception& error) {
    std::cerr << "intake_open_loop: " << error.what() << '\n';
    return 2;
  }
}
