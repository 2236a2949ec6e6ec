#include "triage/policy/cues.hpp"

#include <algorithm>

#include <re2/re2.h>
#include <re2/set.h>

namespace frontdoor::triage {
namespace {

constexpr std::size_t ranges_max = 20;
constexpr std::int64_t set_bytes_max = std::int64_t{64} << 20U;

RE2::Options options() {
  RE2::Options chosen;
  chosen.set_case_sensitive(false);
  chosen.set_log_errors(false);
  return chosen;
}

// Several expressions as one, matched as whole words.
std::string any_of(const std::vector<std::string>& patterns) {
  std::string all;
  for (const auto& pattern : patterns)
    all += (all.empty() ? "" : "|") + pattern;
  return "\\b(?:" + all + ")\\b";
}

struct span {
  std::size_t from, to;
};

std::vector<span> matches_of(const RE2& expression, std::string_view text) {
  std::vector<span> found;
  const re2::StringPiece whole(text.data(), text.size());
  re2::StringPiece match;
  std::size_t at = 0;
  while (at < text.size() && found.size() < ranges_max &&
         expression.Match(whole, at, text.size(), RE2::UNANCHORED, &match, 1)) {
    const auto from = static_cast<std::size_t>(match.data() - text.data());
    if (!match.empty()) found.push_back({from, from + match.size()});
    at = std::max(from + match.size(), at + 1);
  }
  return found;
}

// Counts code points up to byte offsets that only grow.
class code_point_counter {
 public:
  explicit code_point_counter(std::string_view text) : text_(text) {}

  std::uint32_t at(std::size_t byte) {
    for (; byte_ < byte; ++byte_)
      count_ += (static_cast<unsigned char>(text_[byte_]) & 0xC0U) != 0x80U ? 1U : 0U;
    return count_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::uint32_t count_ = 0;
};

} // namespace

struct cue_finder::compiled {
  struct cue {
    std::unique_ptr<const RE2> words;
    std::unique_ptr<const RE2> unless;
  };
  std::vector<cue> cues;
  std::unique_ptr<RE2::Set> all;
};

std::string pattern_of_words(std::string_view words) {
  std::string pattern;
  for (const char c : words) {
    if (c == ' ')
      pattern += "\\s+";
    else if (c == '\'')
      pattern += "['\u2019]?";
    else
      pattern += RE2::QuoteMeta(re2::StringPiece(&c, 1));
  }
  return pattern;
}

std::expected<cue_finder, std::string> cue_finder::compile(const std::vector<cue_words>& cues) {
  auto built = std::make_shared<compiled>();
  auto for_all = options();
  for_all.set_max_mem(set_bytes_max);
  built->all = std::make_unique<RE2::Set>(for_all, RE2::UNANCHORED);
  for (const auto& words : cues) {
    const auto pattern = any_of(words.patterns);
    compiled::cue cue{std::make_unique<const RE2>(pattern, options()), nullptr};
    if (!words.unless.empty()) cue.unless = std::make_unique<const RE2>(any_of(words.unless), options());
    for (const auto* expression : {cue.words.get(), cue.unless.get()}) {
      if (expression != nullptr && !expression->ok()) return std::unexpected(expression->error());
    }
    built->all->Add(pattern, nullptr);
    built->cues.push_back(std::move(cue));
  }
  if (!built->cues.empty() && !built->all->Compile()) return std::unexpected("the expressions are too large together");
  cue_finder finder;
  finder.compiled_ = std::move(built);
  return finder;
}

std::vector<cue_finding> cue_finder::find(std::string_view narrative) const {
  std::vector<cue_finding> findings;
  if (!compiled_ || compiled_->cues.empty() || narrative.empty()) return findings;
  std::vector<int> hits;
  RE2::Set::ErrorInfo error{};
  const bool any = compiled_->all->Match(re2::StringPiece(narrative.data(), narrative.size()), &hits, &error);
  if (!any && error.kind != RE2::Set::kNoError) {
    // The set ran out of memory: each expression is tried on its own.
    hits.clear();
    for (std::size_t i = 0; i < compiled_->cues.size(); ++i)
      hits.push_back(static_cast<int>(i));
  }
  std::ranges::sort(hits);
  for (const auto hit : hits) {
    const auto& cue = compiled_->cues[static_cast<std::size_t>(hit)];
    const auto barred = cue.unless ? matches_of(*cue.unless, narrative) : std::vector<span>{};
    cue_finding finding{static_cast<std::uint16_t>(hit), {}};
    code_point_counter points(narrative);
    for (const auto& match : matches_of(*cue.words, narrative)) {
      const auto touches = [&](const span& other) { return other.from < match.to && match.from < other.to; };
      if (std::ranges::any_of(barred, touches)) continue;
      const auto from = points.at(match.from);
      finding.ranges.push_back(
          {static_cast<std::uint32_t>(match.from), static_cast<std::uint32_t>(match.to), from, points.at(match.to)}
      );
    }
    if (!finding.ranges.empty()) findings.push_back(std::move(finding));
  }
  return findings;
}

} // namespace frontdoor::triage
