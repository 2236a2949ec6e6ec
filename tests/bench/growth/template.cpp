#include "tests/bench/growth/template.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>

#include "triage/time.hpp"

namespace frontdoor::bench {

namespace {

constexpr std::size_t uuid_size = 36;
constexpr std::size_t time_size = 27; // 2026-11-26T02:37:26.339710Z

bool matches(std::string_view text, std::string_view shape) {
  return text.size() >= shape.size() && std::equal(shape.begin(), shape.end(), text.begin(), [](char form, char c) {
           const auto letter = static_cast<unsigned char>(c);
           if (form == 'h') return std::isxdigit(letter) != 0 && std::isupper(letter) == 0;
           if (form == 'd') return std::isdigit(letter) != 0;
           return form == c;
         });
}

microseconds time_of(std::string_view text) {
  const auto read = triage::parse_rfc3339(std::string(text)).value();
  return std::chrono::duration_cast<std::chrono::microseconds>(read.time_since_epoch()).count();
}

} // namespace

std::string time_text(microseconds at) {
  return triage::to_rfc3339(triage::timestamp(std::chrono::microseconds(at)));
}

slotted_text::slotted_text(
    std::string_view text, std::map<std::string, std::size_t>& slots, const std::vector<std::string>& fixed
) {
  piece next;
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    if (matches(rest, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh")) {
      std::string id(rest.substr(0, uuid_size));
      if (std::ranges::find(fixed, id) == fixed.end()) {
        next.slot = slots.emplace(std::move(id), slots.size()).first->second;
        pieces_.push_back(std::move(next));
        next = {};
        at += uuid_size;
        continue;
      }
    } else if (matches(rest, "dddd-dd-ddTdd:dd:dd.ddddddZ")) {
      next.time = time_of(rest.substr(0, time_size));
      pieces_.push_back(std::move(next));
      next = {};
      at += time_size;
      continue;
    }
    next.text += text[at++];
  }
  pieces_.push_back(std::move(next));
}

void slotted_text::write(std::string& out, const copy_values& values) const {
  for (const auto& one : pieces_) {
    out += one.text;
    if (one.slot) out += values.identifiers[*one.slot].to_string();
    if (one.time) out += time_text(*one.time + values.shift);
  }
}

} // namespace frontdoor::bench
