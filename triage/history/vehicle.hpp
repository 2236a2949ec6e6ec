#pragma once
// Vehicle registration marks in one form.

#include <optional>
#include <string>
#include <string_view>

namespace frontdoor::triage::history {

// The mark as a key: capitals and digits alone, with O and I read as the digits they are so often taken for
// ("ab12 cdo" is "AB12CD0"). None for what cannot be one: it has 2 to 8 characters, a letter and a digit.
std::optional<std::string> registration_mark(std::string_view text);

} // namespace frontdoor::triage::history
