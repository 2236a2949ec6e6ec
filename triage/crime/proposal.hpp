#pragma once
// How many crimes, and which is the principal one (domain.md 4.4): alleged offences are grouped by victim, offenders
// and occasion; of each group the most serious is the crime, and the others are kept inside its record.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/crime/code_table.hpp"

namespace frontdoor::triage::crime {

// How an offence takes part: incidental is damage done to steal and the like, which never makes the crime while there
// is another; suspected is what nobody alleged in so many words.
enum class part : std::uint8_t { offence, incidental, suspected };

struct alleged_offence {
  std::string code;
  crime::part part = crime::part::offence;
  // Texts that tell victims, groups of offenders and occasions apart within one incident; nothing is read into them.
  std::string victim = "1";
  std::string offenders = "1";
  std::string occasion = "1";
  std::string rule; // what says so: the table's rule
  std::string why;
  std::vector<std::string> alternatives; // codes a person should weigh it against

  friend bool operator==(const alleged_offence&, const alleged_offence&) = default;
};

// What is proposed to be done at first contact (domain.md 4.2, 4.3).
enum class recording : std::uint8_t { record, crime_related, n100, national, other_force };

std::string_view to_string(recording value);
std::optional<recording> parse_recording(std::string_view text);

struct proposal {
  std::string key; // victim/offenders/occasion: the same group has the same key whenever it is proposed
  crime::recording recording = crime::recording::record;
  std::string principal;             // the code that is to be the crime
  std::vector<std::string> included; // the other codes of the group, most serious first
  std::vector<std::string> alternatives;
  bool order_uncertain = false; // a code of the group has no maximum in the table: a person weighs it
  std::string reason;           // why it is recorded so
  std::vector<alleged_offence> offences;

  friend bool operator==(const proposal&, const proposal&) = default;
};

// Groups the offences and orders each group: a longer maximum sentence first, then violence, sexual offences and
// robbery before others, then the table's order. Codes the table does not have and closed ones come last. Every alleged
// code is in exactly one proposal for its group. `recording` is left at record, or national where nothing else is
// alleged.
std::vector<proposal> group_offences(const code_table& table, std::span<const alleged_offence> offences);

// [{key,recording,principal,title,group,max_years,included[],alternatives[],order_uncertain,reason,reasons[]}]
nlohmann::json to_json(const proposal& proposed, const code_table& table);

} // namespace frontdoor::triage::crime
