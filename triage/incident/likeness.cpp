#include "triage/incident/likeness.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>

#include <nlohmann/json.hpp>

#include "triage/ascii.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using std::chrono::duration_cast;
using std::chrono::minutes;

constexpr double earth_radius_m = 6'371'008.8; // mean radius, IUGG
constexpr std::size_t number_digits = 9;       // what is left of a British number without prefix, at least
constexpr std::size_t words_min = 4;           // fewer letters of a place are no place

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Small letters and digits, one space between words.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool other = static_cast<unsigned char>(c) >= 0x80U;
    if (is_digit(c) || is_letter(c) || other)
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// The last digits: +44 161..., 0161... and 161... are one number.
std::optional<std::string> number_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  if (digits.size() < number_digits) return std::nullopt;
  return digits.substr(digits.size() - number_digits);
}

// What a fact says of the kind of an event; an answer of no, none or unknown says nothing.
std::set<std::string> telling(const std::vector<statement>& list) {
  std::set<std::string> out;
  const auto add_value = [&out](const json& value) {
    if (value == "unknown" || value == "withheld" || value == "none" || value == false || value.is_null()) return;
    out.insert(value.is_string() ? value.get<std::string>() : value.dump());
  };
  for (const auto& one : list) {
    const json& value = one.value.value();
    if (!value.is_array()) {
      add_value(value);
      continue;
    }
    for (const auto& member : value)
      add_value(member);
  }
  return out;
}

bool share(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& one) { return b.contains(one); });
}

bool same_text(const std::optional<std::string>& a, const std::optional<std::string>& b, std::size_t at_least) {
  if (!a || !b) return false;
  const auto text = plain(*a);
  return text.size() >= at_least && text == plain(*b);
}

std::string without_spaces(const std::optional<std::string>& text) {
  auto out = plain(text.value_or(""));
  std::erase(out, ' ');
  return out;
}

std::string plural(long long count, const char* one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

class comparison {
 public:
  comparison(const link_rules& rules, const appearance& one, const appearance& other)
      : rules_(rules), one_(one), other_(other) {
    out_.incident = other.incident;
  }

  likeness made() && {
    place();
    time();
    kind();
    if (share(one_.numbers, other_.numbers)) give("same_number", "the same number", rules_.same_number);
    if (share(one_.people, other_.people)) give("same_person", "the same name", rules_.same_person);
    if (share(one_.vehicles, other_.vehicles)) give("same_vehicle", "the same vehicle", rules_.same_vehicle);
    return std::move(out_);
  }

 private:
  void give(const char* code, std::string text, std::uint32_t points) {
    if (points == 0) return;
    out_.score += points;
    out_.reasons.push_back({code, std::move(text), points});
  }

  template <typename Test> bool any_places(Test&& test) const {
    for (const auto& a : one_.places) {
      for (const auto& b : other_.places)
        if (test(a, b)) return true;
    }
    return false;
  }

  // The least distance; how far off each point may be counts for its being near, never for its being far.
  std::optional<double> distance() const {
    std::optional<double> least;
    any_places([&](const location& a, const location& b) {
      if (!a.lat || !a.lon || !b.lat || !b.lon) return false;
      const auto apart = std::max(
          0.0, metres_between(*a.lat, *a.lon, *b.lat, *b.lon) - a.radius_m.value_or(0) - b.radius_m.value_or(0)
      );
      if (!least || apart < *least) least = apart;
      return false;
    });
    return least;
  }

  // The best that is known of the place counts, once.
  void place() {
    if (any_places([](const location& a, const location& b) { return a.uprn && a.uprn == b.uprn; }))
      return give("same_address", "the same address", rules_.same_address);
    const auto apart = distance();
    if (apart && *apart <= rules_.near_m)
      return give("same_place", std::to_string(std::lround(*apart)) + " m away", rules_.same_place);
    const bool postcode = any_places([](const location& a, const location& b) {
      const auto code = without_spaces(a.postcode);
      return !code.empty() && code == without_spaces(b.postcode);
    });
    const bool words =
        any_places([](const location& a, const location& b) { return same_text(a.text, b.text, words_min); });
    if (words) return give("same_words_of_place", "the same words for the place", rules_.same_words_of_place);
    if (postcode) return give("same_postcode", "the same postcode", rules_.same_postcode);
    if (apart && *apart <= rules_.far_m)
      give("neighbourhood", std::to_string(std::lround(*apart)) + " m away", rules_.neighbourhood);
  }

  void time() {
    const auto apart = std::chrono::abs(one_.received_at - other_.received_at);
    if (apart > rules_.close_in_time) return;
    give("same_time", plural(duration_cast<minutes>(apart).count(), "minute") + " apart", rules_.same_time);
  }

  void kind() {
    if (one_.kinds.empty() || other_.kinds.empty()) return; // nothing is said yet
    for (const auto& [fact, values] : one_.kinds) {
      const auto theirs = other_.kinds.find(fact);
      if (theirs == other_.kinds.end() || !share(values, theirs->second)) continue;
      return give("same_kind", "the same kind: " + fact, rules_.same_kind);
    }
    out_.duplicate = false;
  }

  const link_rules& rules_;
  const appearance& one_;
  const appearance& other_;
  likeness out_;
};

} // namespace

double metres_between(double lat_a, double lon_a, double lat_b, double lon_b) {
  const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180.0; };
  const double half_lat = std::sin(radians(lat_b - lat_a) / 2);
  const double half_lon = std::sin(radians(lon_b - lon_a) / 2);
  const double chord = half_lat * half_lat + std::cos(radians(lat_a)) * std::cos(radians(lat_b)) * half_lon * half_lon;
  return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(chord)));
}

// Two letters, two digits, three letters, with or without a space between: the form since 2001.
std::vector<std::string> registration_marks(std::string_view text) {
  constexpr std::size_t letters_before = 2;
  constexpr std::size_t before_space = 4;
  constexpr std::size_t length = 7;
  std::vector<std::string> out;
  const auto word_char = [](char c) { return is_digit(c) || is_letter(c); };
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (begin > 0 && word_char(text[begin - 1])) continue;
    std::string mark;
    std::size_t at = begin;
    while (at < text.size() && mark.size() < length) {
      if (mark.size() == before_space && text[at] == ' ' && text[at - 1] != ' ') {
        ++at;
        continue;
      }
      const bool digit_here = mark.size() >= letters_before && mark.size() < before_space;
      if (digit_here ? !is_digit(text[at]) : !is_letter(text[at])) break;
      mark += upper(text[at++]);
    }
    if (mark.size() == length && (at == text.size() || !word_char(text[at]))) out.push_back(std::move(mark));
  }
  return out;
}

appearance appearance_of(const link_rules& rules, const incident& state) {
  appearance out;
  out.incident = state.id;
  out.open = state.status == incident_status::open;
  out.received_at = state.received_at;
  out.contacts = state.contacts.size();
  for (const auto& fact : rules.kind_facts) {
    const auto said = state.facts.find(fact);
    if (said == state.facts.end()) continue;
    if (auto values = telling(said->second); !values.empty()) out.kinds[fact] = std::move(values);
  }
  return out;
}

void add(
    appearance& into, const caller& caller, const location& location, std::span<const subject> subjects,
    std::string_view narrative
) {
  into.places.push_back(location);
  if (caller.phone) {
    if (auto number = number_of(*caller.phone)) into.numbers.insert(*std::move(number));
  }
  const auto add_name = [&](const std::optional<std::string>& name) {
    if (!name) return;
    auto folded = plain(*name);
    // One word may be anybody.
    if (folded.find(' ') != std::string::npos) into.people.insert(std::move(folded));
  };
  add_name(caller.name);
  for (const auto& one : subjects) {
    add_name(one.name);
    for (auto& mark : registration_marks(one.description.value_or("")))
      into.vehicles.insert(std::move(mark));
  }
  for (auto& mark : registration_marks(narrative))
    into.vehicles.insert(std::move(mark));
}

likeness compare(const link_rules& rules, const appearance& one, const appearance& other) {
  return comparison(rules, one, other).made();
}

std::vector<likeness> candidates(const link_rules& rules, const appearance& one, std::span<const appearance> others) {
  std::vector<likeness> out;
  if (rules.proposed_from == 0) return out;
  for (const auto& other : others) {
    if (other.incident == one.incident) continue;
    auto found = compare(rules, one, other);
    if (found.score >= rules.proposed_from) out.push_back(std::move(found));
  }
  // Ids are in the order of their making: of two that are as like, the earlier one comes first.
  std::ranges::sort(out, [](const likeness& a, const likeness& b) {
    return a.score != b.score ? a.score > b.score : a.incident < b.incident;
  });
  return out;
}

std::optional<cluster> find_cluster(
    const link_rules& rules, const appearance& one, std::span<const appearance> others, std::span<const likeness> found
) {
  if (rules.cluster_from == 0) return std::nullopt;
  const appearance* centre = &one;
  cluster out{one.contacts, one.incident};
  for (const auto& like : found) {
    const auto other = std::ranges::find(others, like.incident, &appearance::incident);
    if (!like.duplicate || other == others.end() || !other->open) continue;
    out.size += other->contacts;
    const bool more = other->contacts > centre->contacts;
    const bool earlier = other->contacts == centre->contacts && other->incident < centre->incident;
    if (more || earlier) centre = &*other;
  }
  out.incident = centre->incident;
  if (out.size < rules.cluster_from) return std::nullopt;
  return out;
}

} // namespace frontdoor::triage
