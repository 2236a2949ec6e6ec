#pragma once
// "Did you mean ...?"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::config {

// The entry of `known` that takes the fewest single-character changes to become `given` (Levenshtein), when few enough
// that it is likely meant: at most a third of its length. Texts over 128 characters have none.
std::optional<std::string> nearest(std::string_view given, const std::vector<std::string>& known);

} // namespace frontdoor::config
