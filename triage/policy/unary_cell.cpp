#include "triage/policy/unary_cell.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace frontdoor::triage {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string listed(const fact_definition& domain) {
  std::string text;
  for (const auto& value : domain.values)
    text += (text.empty() ? "\"" : ", \"") + value + "\"";
  return text;
}

} // namespace

// A recursive-descent reader over one cell. `failure_` holds the first fault.
class unary_cell_parser {
 public:
  unary_cell_parser(std::string_view text, const fact_definition& domain) : text_(text), domain_(domain) {
    cell_.type_ = domain.type;
  }

  std::expected<unary_cell, cell_fault> run() {
    skip_space();
    if (take("-") && at_end()) {
      cell_.any_ = true;
      return std::move(cell_);
    }
    at_ = 0;
    skip_space();
    if (at_end()) return std::unexpected(cell_fault{"empty_cell", "the cell is empty", "write - for \"anything\""});
    const bool negation = take_word("not");
    if (negation && !take("(")) return refuse();
    if (!read_tests()) return refuse();
    if (negation && !take(")")) return refuse();
    if (!at_end()) return refuse();
    cell_.negated_ = negation;
    set_cuts();
    return std::move(cell_);
  }

 private:
  std::unexpected<cell_fault> refuse() {
    if (!failure_) {
      failure_ = {
          "unsupported_cell", "cannot compile the test " + std::string(text_),
          "use -, true, false, texts, numbers, comparisons, ranges, list contains(?, \"x\"), lists and not(...)"
      };
    }
    return std::unexpected(*failure_);
  }

  bool read_tests() {
    do {
      if (!read_test()) return false;
    } while (take(","));
    return true;
  }

  bool read_test() {
    skip_space();
    if (at_ >= text_.size()) return false;
    switch (domain_.type) {
    case fact_type::boolean:
      if (take_word("true"))
        cell_.values_ |= 2U;
      else if (take_word("false"))
        cell_.values_ |= 1U;
      else
        return mistyped("true or false");
      return true;
    case fact_type::enumeration:
      return read_text();
    case fact_type::set:
      if (!take_word("list")) return mistyped("list contains(?, \"...\")");
      return take_word("contains") && take("(") && take("?") && take(",") && read_text() && take(")");
    case fact_type::integer:
      return read_number_test();
    }
    return false;
  }

  bool mistyped(const std::string& wanted) {
    failure_ = {"wrong_type", "\"" + domain_.key + "\" cannot be tested with " + std::string(text_), "use " + wanted};
    return false;
  }

  bool read_text() {
    if (!take("\"")) return mistyped("one of " + listed(domain_));
    const auto end = text_.find('"', at_);
    if (end == std::string_view::npos) return false;
    const auto word = text_.substr(at_, end - at_);
    at_ = end + 1;
    const auto index = domain_.find_value(word);
    if (!index) {
      failure_ = {
          "unknown_value", "\"" + domain_.key + "\" has no value \"" + std::string(word) + "\"",
          "use one of " + listed(domain_)
      };
      return false;
    }
    cell_.values_ |= std::uint32_t{1} << *index;
    return true;
  }

  bool read_number_test() {
    unary_cell::piece piece{-infinity, infinity, true, true};
    if (take("<=")) return read_into(piece.high) && (piece.high_open = false, add(piece));
    if (take(">=")) return read_into(piece.low) && (piece.low_open = false, add(piece));
    if (take("<")) return read_into(piece.high) && add(piece);
    if (take(">")) return read_into(piece.low) && add(piece);
    const bool closed = take("[");
    if (closed || take("(") || take("]")) {
      piece.low_open = !closed;
      if (!read_into(piece.low) || !take("..") || !read_into(piece.high)) return false;
      piece.high_open = !take("]");
      if (piece.high_open && !take(")") && !take("[")) return false;
      return add(piece);
    }
    if (!read_into(piece.low)) return mistyped("numbers, comparisons or ranges");
    piece = {piece.low, piece.low, false, false};
    return add(piece);
  }

  bool add(const unary_cell::piece& piece) {
    cell_.pieces_.push_back(piece);
    return true;
  }

  bool read_into(double& number) {
    skip_space();
    const auto rest = text_.substr(at_);
    // A number never swallows the dots of a range: "1..3".
    std::size_t length = 0;
    bool point = false;
    while (length < rest.size()) {
      const char c = rest[length];
      const bool fraction = c == '.' && !point && length + 1 < rest.size() && rest[length + 1] != '.';
      if (!(c >= '0' && c <= '9') && !fraction && !(c == '-' && length == 0)) break;
      point = point || fraction;
      ++length;
    }
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + length, number, std::chars_format::fixed);
    if (length == 0 || error != std::errc{} || end != rest.data() + length || std::abs(number) > 1e9) return false;
    at_ += length;
    return true;
  }

  void set_cuts() {
    for (const auto& piece : cell_.pieces_) {
      for (const double bound : {piece.low, piece.high}) {
        if (std::isinf(bound)) continue;
        const auto floor = static_cast<std::int32_t>(std::floor(bound));
        cell_.cuts_.push_back(floor);
        cell_.cuts_.push_back(floor + 1);
      }
    }
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  bool at_end() {
    skip_space();
    return at_ == text_.size();
  }

  bool take(std::string_view token) {
    skip_space();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  // As `take`, but only a whole word.
  bool take_word(std::string_view word) {
    const auto before = at_;
    if (!take(word)) return false;
    const bool more =
        at_ < text_.size() && ((text_[at_] >= 'a' && text_[at_] <= 'z') || (text_[at_] >= '0' && text_[at_] <= '9') ||
                               (text_[at_] >= 'A' && text_[at_] <= 'Z') || text_[at_] == '_');
    if (more) at_ = before;
    return !more;
  }

  std::string_view text_;
  const fact_definition& domain_;
  std::size_t at_ = 0;
  unary_cell cell_;
  std::optional<cell_fault> failure_;
};

std::expected<unary_cell, cell_fault> unary_cell::read(std::string_view text, const fact_definition& domain) {
  return unary_cell_parser(text, domain).run();
}

bool unary_cell::accepts(std::int32_t code) const {
  if (any_) return true;
  bool found = false;
  if (type_ == fact_type::integer) {
    for (const auto& piece : pieces_) {
      const bool above = piece.low_open ? code > piece.low : code >= piece.low;
      const bool below = piece.high_open ? code < piece.high : code <= piece.high;
      found = found || (above && below);
    }
  } else {
    found = code >= 1 && ((values_ >> (code - 1)) & 1U) != 0;
  }
  return found != negated_;
}

} // namespace frontdoor::triage
