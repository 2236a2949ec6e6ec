#pragma once
// A batch as the arguments of append_batch (migrations/017_fewer_statements_a_batch.sql): JSON for what is short, and
// one run of bytes for digests and long texts, to which the JSON points. Written by hand for speed: this runs for every
// contact, and each value's shape is fixed here.

#include <span>
#include <string>
#include <vector>

#include "server/db/append.hpp"
#include "server/db/commit_queue.hpp"
#include "server/db/hash_chain.hpp"

namespace frontdoor::db {

struct batch_text {
  std::string bytes;
  std::string commands;
  std::string streams;
  std::string events;
  std::string timers;
  std::string keys;
  std::string begun;
  std::size_t size = 0; // events
};

// One salt an event; drawn by the caller, so that a retry of the batch writes the same hashes.
using salts = std::vector<salt>;

// `random` has at least one salt for each event of the batch, in order.
batch_text write_batch(std::span<const pending_append* const> batch, const salts& random);

// Puts what only the commit can know in the place of an answer's "@@number@@" and "@@position@@".
void fill_in_answer(std::string& answer, std::string_view number, std::uint64_t position);

// `text` as a JSON string literal, quotes included.
void append_json_string(std::string& out, std::string_view text);

} // namespace frontdoor::db
