#pragma once
// Telephone numbers in one form, so that the same number is found however it was written.

#include <optional>
#include <string>
#include <string_view>

namespace frontdoor::triage::history {

// The number in E.164 ("+441612345678"), read as a person in the United Kingdom writes it: "0161 234 5678",
// "+44 (0)161 234 5678", "0044 161...", "00 33 1...", with or without an extension. None for what is no subscriber's
// number: withheld, emergency and short numbers, and national numbers of a length that their range does not have
// (Ofcom, National Telephone Numbering Plan; ITU-T E.164).
std::optional<std::string> e164(std::string_view text);

} // namespace frontdoor::triage::history
