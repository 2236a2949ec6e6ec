#pragma once
// A contact as the keys under which it is found again.

#include <memory>

#include "server/db/history_queries.hpp"
#include "server/history/keyed_hash.hpp"
#include "triage/history/person.hpp"
#include "triage/incident/events.hpp"

namespace frontdoor::history {

// A received contact that has its personal part, `contact` being its id. May be called from any thread.
db::contact_to_key key_contact(
    const triage::contact_received& received, const triage::uuid& contact,
    const std::shared_ptr<const triage::history::name_rules>& names, const keyed_hash& hash
);

// For db::history_queries::project; may be called from any thread. A contact whose personal part was
// erased, or that cannot be read, has no keys.
db::contact_keyer make_keyer(std::shared_ptr<const triage::history::name_rules> names, keyed_hash hash);

// The sounds in a map, as the pure core asks for them.
triage::history::sounds sounds_from(const db::word_sounds& known);

} // namespace frontdoor::history
