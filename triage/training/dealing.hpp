#pragma once
// Which scenario a trainee gets who asks for none.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "triage/training/rules.hpp"

namespace frontdoor::triage::training {

// The scenario that the pack plays and the trainee has finished least often. Between equals the seed decides, for each
// trainee otherwise, so that people side by side do not sit over the same one; the same seed deals the same again.
// `done`: how often by code. nullptr where the pack plays none.
const scenario* deal(
    const rules& with, std::string_view pack, std::string_view trainee,
    const std::map<std::string, std::uint64_t, std::less<>>& done
);

} // namespace frontdoor::triage::training
