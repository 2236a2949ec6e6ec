#include "server/console/shared_frames.hpp"

#include <algorithm>

namespace frontdoor::console {

std::shared_ptr<const written_frame> shared_frames::find(const frame_viewer& viewer, std::uint64_t last) const {
  if (last != last_) return nullptr;
  const auto found = std::ranges::find(kept_, viewer, &decltype(kept_)::value_type::first);
  return found == kept_.end() ? nullptr : found->second;
}

void shared_frames::keep(frame_viewer viewer, std::uint64_t last, std::shared_ptr<const written_frame> frame) {
  if (last != last_) kept_.clear();
  last_ = last;
  if (kept_.size() < kept_max) kept_.emplace_back(std::move(viewer), std::move(frame));
}

} // namespace frontdoor::console
