#include "server/wiring/training.hpp"

#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>

#include "server/api/training.hpp"
#include "server/start_up.hpp"

namespace frontdoor::wiring {

http::endpoints training_calls(base_parts& b, record_parts& r, api::services& services) {
  auto data = load_training(b.settings, b.schemas, *b.policy);
  if (!data) throw std::runtime_error(data.error());
  for (const auto& fault : data->left_out)
    services.log.warning(
        "training_scenario_left_out",
        {{"file", fault.file}, {"pointer", fault.pointer}, {"code", fault.code}, {"detail", fault.detail}}
    );
  const auto training = std::make_shared<api::training_services>(api::training_services{
      services, db::training_queries(r.pool), b.system_clock, b.identifiers, std::move(data->rules),
      std::move(data->left_out), b.settings.training.results_max
  });
  auto rows = api::training_endpoints(training);
  auto more = api::training_result_endpoints(training);
  rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return rows;
}

} // namespace frontdoor::wiring
