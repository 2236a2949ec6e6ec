#pragma once
// A logged contact as the rows under which it is found again.

#include <memory>

#include "server/db/history_queries.hpp"
#include "server/history/keyed_hash.hpp"
#include "triage/history/person.hpp"

namespace frontdoor::history {

// For db::history_queries::project; may be called from any thread. A contact whose personal part was
// erased, or that cannot be read, has no rows.
db::contact_keyer make_keyer(std::shared_ptr<const triage::history::name_rules> names, keyed_hash hash);

// The sounds in a map, as the pure core asks for them.
triage::history::sounds sounds_from(const db::word_sounds& known);

} // namespace frontdoor::history
