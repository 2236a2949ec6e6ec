#include "server/export/incident_export.hpp"

namespace frontdoor::exports {

std::vector<std::unique_ptr<format>> formats(grid mait_grid) {
  std::vector<std::unique_ptr<format>> out;
  out.push_back(make_eido());
  out.push_back(make_mait(mait_grid));
  return out;
}

} // namespace frontdoor::exports
