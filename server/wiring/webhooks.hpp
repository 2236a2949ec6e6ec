#pragma once
// The log on its way to other systems.

#include <memory>

#include "server/api/services.hpp"
#include "server/webhooks/deliverer.hpp"
#include "server/wiring/publishing.hpp"

namespace frontdoor::wiring {

struct webhook_parts {
  webhook_parts(
      base_parts& base, record_parts& record, publishing_parts& publishing, webhooks::secrets secrets,
      const api::services& services
  );

  webhooks::secrets secrets;
  webhooks::destinations destinations;
  std::shared_ptr<webhooks::deliverer> deliverer;
};

} // namespace frontdoor::wiring
