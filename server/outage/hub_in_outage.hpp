#pragma once

#include "server/api/services.hpp"
#include "server/dispatch/hub.hpp"
#include "server/outage/gate.hpp"

namespace frontdoor::outage {

// What endpoints see of an outage.
class hub_in_outage final : public api::outage_view {
 public:
  // Both outlive it.
  hub_in_outage(const gate& gate, const dispatch::hub& hub) : gate_(gate), hub_(hub) {}
  bool active() const override { return gate_.active(); }
  const dispatch::board_entry* find(const triage::uuid& incident) const override {
    return hub_.outage().find(incident);
  }

 private:
  const gate& gate_;
  const dispatch::hub& hub_;
};

} // namespace frontdoor::outage
