#pragma once
// JSON Pointers (RFC 6901) and the words faults use for the places they name.

#include <cstddef>
#include <string>
#include <string_view>

namespace frontdoor::schema {

// One step from the root to a value, kept on the stack of a walk so that no pointer is built until a fault needs it.
struct place {
  const place* parent = nullptr; // nullptr: this is the root
  std::string_view name;         // of the member, when it is one
  std::size_t index = 0;         // in the list, otherwise
  bool is_member = false;
};

// Appends "/name", with '~' and '/' written as "~0" and "~1".
void append_name(std::string& pointer, std::string_view name);

// "" for the root, "/subjects/0/name".
std::string to_pointer(const place& at);

// For people: "the body", "narrative", "subjects, item 1".
std::string to_words(const place& at);

// A sender's own name for something, short enough for a message.
std::string clipped(std::string_view name);

} // namespace frontdoor::schema
