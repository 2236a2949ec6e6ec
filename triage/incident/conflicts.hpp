#pragma once
// What contacts of one incident say that cannot all be so: places too far apart, and one name with two dates of birth.
// The machine raises the pack's own fact of it and a person looks; nothing is chosen, and nothing is lowered
// (lessons.md R07, R19).

#include "triage/incident/contact.hpp"
#include "triage/incident/recording.hpp"

namespace frontdoor::triage {

inline constexpr const char* location_conflict_fact = "location_conflict";
inline constexpr const char* identity_conflict_fact = "identity_conflict";
inline constexpr const char* conflict_actor = "system:conflicts"; // the source that says so

// What the contact tells of places and people, for comparing later ones with it. Sealed with the incident's personal
// part.
void keep_for_comparison(const contact& contact, incident_personal& into);

// The facts of conflict that the contact makes so, as the pack has them, beside what is known of `state`: a place
// further off than the rules allow from every place told before; a name told with another date of birth. Null: none, or
// it is known to be so already, or the personal part was erased.
document conflicts_with(const policy_pack& pack, const incident& state, const contact& contact);

} // namespace frontdoor::triage
