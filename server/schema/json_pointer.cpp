#include "server/schema/json_pointer.hpp"

namespace frontdoor::schema {

namespace {

constexpr std::size_t clip_bytes = 60;

void append_place(std::string& pointer, const place& at) {
  if (at.parent == nullptr) return;
  append_place(pointer, *at.parent);
  if (at.is_member)
    append_name(pointer, at.name);
  else
    pointer += '/' + std::to_string(at.index);
}

} // namespace

void append_name(std::string& pointer, std::string_view name) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

std::string to_pointer(const place& at) {
  std::string pointer;
  append_place(pointer, at);
  return pointer;
}

std::string to_words(const place& at) {
  if (at.parent == nullptr) return "the body";
  if (at.is_member) return clipped(at.name);
  return to_words(*at.parent) + ", item " + std::to_string(at.index + 1);
}

std::string clipped(std::string_view name) {
  if (name.size() <= clip_bytes) return std::string(name);
  std::size_t end = clip_bytes;
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0U) == 0x80U)
    --end;
  return std::string(name.substr(0, end)) + "...";
}

} // namespace frontdoor::schema
