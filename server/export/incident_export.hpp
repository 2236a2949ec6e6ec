#pragma once
// One small interface for the formats in which incidents are given to other organisations' systems (domain.md 8).
//
// What is here is in the style of these standards and certified by nobody: EIDO after the published schema as domain.md
// 8.3 tells of it, MAIT after the few field names that are publicly known (8.2). Each export says so itself. A
// certified adapter goes behind the same interface.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/incident/incident.hpp"

namespace frontdoor::exports {

// Where it is; WGS 84, degrees.
struct place {
  double lat = 0;
  double lon = 0;
};

// What is exported. Personal data (name, number, words, address, place) is written only with `personal`; whoever makes
// this has checked that the caller may read it.
struct exported_incident {
  const triage::incident& state;
  std::string number;                   // of the incident, in the force's form
  std::string agency;                   // whose incident it is: "police.gmp"
  std::optional<std::string> recipient; // a partner of the pack
  std::optional<place> where;           // of the contact that opened it
  bool personal = false;
};

class format {
 public:
  virtual ~format() = default;
  virtual std::string_view name() const = 0;       // "eido"
  virtual std::string_view media_type() const = 0; // "application/json"
  // The whole text, in UTF-8. The same state gives the same text.
  virtual std::string write(const exported_incident& what) const = 0;
};

// How X and Y of a MAIT-style export are written. Which one receivers expect is not publicly known (domain.md 8.2).
enum class grid : unsigned char { osgb36, wgs84 };

// Every format there is.
std::vector<std::unique_ptr<format>> formats(grid mait_grid);

std::unique_ptr<format> make_eido();
std::unique_ptr<format> make_mait(grid axes);

} // namespace frontdoor::exports
