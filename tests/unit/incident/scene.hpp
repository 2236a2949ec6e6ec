#pragma once
// Several incidents and the decisions made on them, with those that are linked at hand, as the server does it.

#include <map>
#include <vector>

#include "story.hpp"

namespace frontdoor::triage::testing {

inline const nlohmann::json routine{{"domestic", true}, {"life_threat", "none"}};

class scene {
 public:
  scene& at(timestamp now) {
    now_ = now;
    return *this;
  }
  scene& by(actor who) {
    who_ = std::move(who);
    return *this;
  }
  timestamp now() const { return now_; }

  // Opens an incident by a contact with these facts, received now; its id.
  uuid opened_with(const nlohmann::json& facts);

  // Decides on that incident and, unless refused, keeps what follows.
  std::expected<decision, refusal> when(const uuid& incident, const command& command);

  // As `when`; fails the test when that is refused.
  decision must(const uuid& incident, const command& command);

  // A contact with these facts, received now, that joins the incident.
  decision contact_on(const uuid& incident, const nlohmann::json& facts);

  decision join(const uuid& duplicate, const uuid& survivor);
  decision undo(const uuid& incident, const uuid& other);

  const incident& operator[](const uuid& id) const { return states_.at(id); }
  const std::vector<event>& events() const { return events_; }

  // The incident as its recorded events give it.
  incident replayed(const uuid& id) const;

 private:
  std::expected<decision, refusal> decided(const std::optional<incident>& state, const command& command);

  timestamp now_ = nine_in_the_evening();
  actor who_ = person();
  unsigned next_id_ = 1;
  unsigned contacts_ = 0;
  std::map<uuid, incident> states_;
  std::vector<event> events_;
};

// What a duplicate is apart from the history of its stream: a dispatch that waited for somebody is sent again.
incident apart_from_history(incident state);

} // namespace frontdoor::triage::testing
