#pragma once
// Regular expressions of XPath 3.1 (as FEEL's matches, replace and split use them) on RE2, which runs in linear time.
// Limits: no back-references; blocks other than the ones named in regex.cpp are refused; class subtraction is for plain
// characters and ranges.

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdoor::triage::dmn::detail {

class regex {
 public:
  // What `compile` says of a pattern with back-references, which is no fault of the pattern.
  static constexpr const char* no_back_references = "back-references are not supported";

  // A pattern with XPath flags (s, m, i, x, q); what is wrong with it otherwise.
  static std::expected<regex, std::string> compile(const std::string& pattern, const std::string& flags);

  bool found_in(const std::string& text) const;
  // Where the next match at or after `from` lies: byte ranges of the whole and of the groups; a group that took no part
  // is {npos, npos}. Empty: no match.
  std::vector<std::pair<std::size_t, std::size_t>> next(const std::string& text, std::size_t from) const;
  std::size_t groups() const;
  bool literal() const { return literal_; }

  regex(regex&&) noexcept;
  regex& operator=(regex&&) noexcept;
  ~regex();

 private:
  struct program;
  explicit regex(std::unique_ptr<program> compiled);
  std::unique_ptr<program> program_;
  bool literal_ = false;
};

} // namespace frontdoor::triage::dmn::detail
