#pragma once
// Text cues: words of a narrative that suggest a fact to the handler (cues.json of a pack). A cue is a question, or by
// the pack's choice a floor under the grade until the question is answered; it never sets a fact and never lowers.

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::triage {

// What a pack says of one cue.
struct text_cue {
  std::string id;
  std::uint16_t fact = 0;
  std::int32_t code = 0;   // the value suggested
  bool sets_floor = false; // otherwise it only asks
  std::uint8_t floor = 0;  // with sets_floor: index into the pack's grades
  std::string text;        // shown to the handler
  std::string source;
};

// Words of a narrative: [from, to) in bytes of its UTF-8 and in code points.
struct text_range {
  std::uint32_t from_byte = 0;
  std::uint32_t to_byte = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  friend bool operator==(const text_range&, const text_range&) = default;
};

// A cue that a narrative has, and where.
struct cue_finding {
  std::uint16_t cue = 0; // index into the pack's cues
  std::vector<text_range> ranges;
};

// The words of one cue: RE2 expressions, without regard to case. A match that touches one of `unless` does not count.
struct cue_words {
  std::vector<std::string> patterns;
  std::vector<std::string> unless;
};

// A word or several as an expression: whole words, any space between them, any apostrophe or none.
std::string pattern_of_words(std::string_view words);

// Finds cues. Immutable and cheap to copy; safe to call from any thread.
class cue_finder {
 public:
  cue_finder() = default;

  // One entry a cue, in the order of the pack's cues. Returns the words of RE2 when an expression is not right.
  static std::expected<cue_finder, std::string> compile(const std::vector<cue_words>& cues);

  // The cues that `narrative` (UTF-8) has, in order, at most 20 ranges each.
  std::vector<cue_finding> find(std::string_view narrative) const;

 private:
  struct compiled;
  std::shared_ptr<const compiled> compiled_;
};

} // namespace frontdoor::triage
