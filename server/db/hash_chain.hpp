#pragma once
// The chain of hashes that lets anyone check a stream without this server (design section 4): each event's hash covers
// the one before it, what happened, and the salted hash of its personal part, so that the part can be erased.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/db/append.hpp"

namespace frontdoor::db {

using salt = std::array<std::uint8_t, 16>;

digest sha256(std::string_view text);

// SHA-256 of salt and text: says nothing about a short text to who does not hold the salt.
digest sealed_hash(const salt& random, std::string_view personal);

// SHA-256 over previous hash, stream type and id, version, type, schema version, time, actor, body and sealed hash
// (all-zero when there is no personal part), each with its length before it.
digest
event_hash(const digest& previous, const new_event& event, std::uint32_t version, const std::optional<digest>& sealed);

std::string to_hex(std::span<const std::uint8_t> bytes);

} // namespace frontdoor::db
