#pragma once
// Places in one form: property reference, postcode, address and the square a position lies in.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::triage::history {

// A unique property reference number without leading noughts: 1 to 12 digits.
std::optional<std::string> uprn(std::string_view text);

// A United Kingdom postcode in capitals without the space ("M11AE"); none where it has not the form of one (BS 7666).
std::optional<std::string> postcode(std::string_view text);

// The first postcode that stands in a text.
std::optional<std::string> postcode_in(std::string_view text);

// An address as a key. With a postcode its numbers are enough: "Flat 2, 12 Acacia Avenue" is "M11AE 2 12", whatever the
// street is called today; without numbers, all its words ("M11AE THE RED LION"). Without a postcode all its words, and
// only where there are a number and two words beside: "12 ACACIA AVENUE BOLTON". None otherwise: "the station" is no
// address.
std::optional<std::string> address(std::string_view text, const std::optional<std::string>& postcode);

// The square of a thousandth of a degree (about 110 m by 65 m in Greater Manchester) in which a position lies.
std::string cell(double lat, double lon);

// That square and the three beside it that are nearest: within half a square's side nothing is missed at its edges.
std::vector<std::string> cells_near(double lat, double lon);

} // namespace frontdoor::triage::history
