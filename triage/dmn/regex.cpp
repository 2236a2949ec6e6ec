#include "triage/dmn/regex.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "triage/dmn/builtins.hpp"
#include "triage/dmn/lexer.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

using code_range = std::pair<char32_t, char32_t>;
using code_ranges = std::vector<code_range>;
constexpr char32_t last_point = 0x10FFFF;

bool is_pattern_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string escaped(char32_t c) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string hex;
  do {
    hex.insert(hex.begin(), digits[c % 16]);
    c /= 16;
  } while (c != 0);
  return "\\x{" + hex + "}";
}

code_ranges without(const code_ranges& from, const code_ranges& taken) {
  code_ranges out = from;
  for (const auto& [low, high] : taken) {
    code_ranges next;
    for (const auto& [a, b] : out) {
      if (high < a || low > b) {
        next.emplace_back(a, b);
        continue;
      }
      if (a < low) next.emplace_back(a, low - 1);
      if (high < b) next.emplace_back(high + 1, b);
    }
    out = std::move(next);
  }
  return out;
}

// XML Schema's block names; the commonest.
const code_range* block(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, code_range>, 10> blocks = {{
      {"IsBasicLatin", {0x0, 0x7F}},
      {"IsLatin-1Supplement", {0x80, 0xFF}},
      {"IsLatinExtended-A", {0x100, 0x17F}},
      {"IsLatinExtended-B", {0x180, 0x24F}},
      {"IsGreek", {0x370, 0x3FF}},
      {"IsCyrillic", {0x400, 0x4FF}},
      {"IsHebrew", {0x590, 0x5FF}},
      {"IsArabic", {0x600, 0x6FF}},
      {"IsHiragana", {0x3040, 0x309F}},
      {"IsKatakana", {0x30A0, 0x30FF}},
  }};
  for (const auto& [known, range] : blocks) {
    if (known == name) return &range;
  }
  return nullptr;
}

// Rewrites an XPath pattern for RE2.
class translator {
 public:
  translator(const std::string& pattern, bool dot_all) : points_(code_points(pattern)), dot_all_(dot_all) {}

  std::expected<std::string, std::string> run() {
    while (at_ < points_.size()) {
      const auto c = points_[at_];
      if (c == '\\') {
        out_ += escape(false);
      } else if (c == '[') {
        out_ += char_class();
      } else if (c == '.' && !dot_all_) {
        out_ += "[^\\n\\r]";
        ++at_;
      } else if (c == '(' && peek(1) == '?' && peek(2) != ':') {
        fault_ = "a group of a kind that XPath does not know";
      } else {
        append_utf8(out_, c);
        ++at_;
      }
      if (!fault_.empty()) return std::unexpected(fault_);
    }
    return out_;
  }

 private:
  char32_t peek(std::size_t ahead) const { return at_ + ahead < points_.size() ? points_[at_ + ahead] : U'\0'; }

  std::string fail(std::string what) {
    if (fault_.empty()) fault_ = std::move(what);
    at_ = points_.size();
    return {};
  }

  // An escape, as RE2 writes it. A single character is put into `single` when asked for.
  std::string escape(bool in_class, char32_t* single = nullptr) {
    const auto c = peek(1);
    at_ += 2;
    if (c >= '0' && c <= '9') return fail(in_class ? "a digit is escaped in a class" : regex::no_back_references);
    switch (c) {
    case 'd':
      return "\\p{Nd}";
    case 'D':
      return "\\P{Nd}";
    case 's':
      return in_class ? " \\t\\n\\r" : "[ \\t\\n\\r]";
    case 'S':
      return in_class ? "\\S" : "[^ \\t\\n\\r]";
    case 'w':
      return in_class ? "\\p{L}\\p{M}\\p{N}\\p{S}" : "[\\p{L}\\p{M}\\p{N}\\p{S}]";
    case 'W':
      return in_class ? "\\p{P}\\p{Z}\\p{C}" : "[\\p{P}\\p{Z}\\p{C}]";
    case 'i':
      return in_class ? "\\p{L}_:" : "[\\p{L}_:]";
    case 'c':
      return in_class ? "\\p{L}\\p{Nd}\\-._:" : "[\\p{L}\\p{Nd}\\-._:]";
    case 'p':
    case 'P':
      return category(c == 'P', in_class);
    case 'n':
      return one('\n', single);
    case 'r':
      return one('\r', single);
    case 't':
      return one('\t', single);
    default:
      break;
    }
    static constexpr std::u32string_view plain = U"\\|.?*+(){}-[]^$";
    if (plain.find(c) == std::u32string_view::npos) return fail("an unknown escape");
    return one(c, single);
  }

  static std::string one(char32_t c, char32_t* single) {
    if (single != nullptr) *single = c;
    return escaped(c);
  }

  std::string category(bool negated, bool in_class) {
    if (peek(0) != '{') return fail("\\p without a category");
    std::string name;
    for (++at_; at_ < points_.size() && points_[at_] != '}'; ++at_)
      append_utf8(name, points_[at_]);
    ++at_;
    if (name.starts_with("Is")) {
      const auto* range = block(name);
      if (range == nullptr || (negated && in_class)) return fail("an unknown block of characters");
      const auto span = escaped(range->first) + "-" + escaped(range->second);
      return in_class ? span : (negated ? "[^" : "[") + span + "]";
    }
    const bool known =
        !name.empty() && name.size() <= 2 && std::string_view("LMNPZSC").find(name[0]) != std::string_view::npos;
    if (!known) return fail("an unknown category of characters");
    return (negated ? "\\P{" : "\\p{") + name + "}";
  }

  struct members {
    bool negated = false;
    code_ranges ranges;
    std::string other; // classes of characters, as RE2 writes them
  };

  members class_members() {
    members out;
    ++at_; // "["
    if (peek(0) == '^') {
      out.negated = true;
      ++at_;
    }
    bool any = false;
    while (at_ < points_.size() && (points_[at_] != ']' || !any)) {
      if (points_[at_] == '-' && peek(1) == '[') {
        subtract(out);
        break;
      }
      any = true;
      char32_t low = 0;
      if (!single_point(out, low)) continue;
      if (peek(0) == '-' && peek(1) != ']' && peek(1) != '[' && at_ + 1 < points_.size()) {
        ++at_;
        char32_t high = 0;
        if (!single_point(out, high) || high < low) {
          fail("a range of characters that runs backwards");
          return out;
        }
        out.ranges.emplace_back(low, high);
      } else {
        out.ranges.emplace_back(low, low);
      }
    }
    if (at_ >= points_.size()) fail("a class of characters is not closed");
    ++at_; // "]"
    return out;
  }

  // Takes one member; false when it was a class of characters.
  bool single_point(members& out, char32_t& point) {
    if (points_[at_] == '[') {
      fail("a bracket within a class is to be escaped");
      return false;
    }
    if (points_[at_] != '\\') {
      point = points_[at_++];
      return true;
    }
    constexpr char32_t none = 0xFFFFFFFF;
    point = none;
    const auto text = escape(true, &point);
    if (point != none) return true;
    out.other += text;
    return false;
  }

  void subtract(members& out) {
    ++at_; // "-"
    if (++depth_ > 20) {
      fail("classes are nested too deeply");
      return;
    }
    const auto less = class_members();
    --depth_;
    if (!out.other.empty() || !less.other.empty()) {
      fail("subtraction is for plain characters and ranges");
      return;
    }
    const code_ranges all = {{0, 0xD7FF}, {0xE000, last_point}};
    if (out.negated) out.ranges = without(all, out.ranges);
    out.negated = false;
    out.ranges = without(out.ranges, less.negated ? without(all, less.ranges) : less.ranges);
  }

  std::string char_class() {
    const auto held = class_members();
    if (!fault_.empty()) return {};
    if (held.ranges.empty() && held.other.empty()) return fail("an empty class of characters");
    std::string out = held.negated ? "[^" : "[";
    for (const auto& [low, high] : held.ranges)
      out += escaped(low) + (low == high ? "" : "-" + escaped(high));
    return out + held.other + "]";
  }

  std::u32string points_;
  bool dot_all_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string out_;
  std::string fault_;
};

// Flag x: white space goes, except within classes.
std::string without_space(const std::string& pattern) {
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (depth == 0 && is_pattern_space(static_cast<unsigned char>(c))) continue;
    const bool is_escaped = !out.empty() && out.back() == '\\' && (out.size() < 2 || out[out.size() - 2] != '\\');
    if (c == '[' && !is_escaped) ++depth;
    if (c == ']' && !is_escaped && depth > 0) --depth;
    out += c;
  }
  return out;
}

} // namespace

struct regex::program {
  program(const std::string& pattern, const RE2::Options& options) : compiled(pattern, options) {}
  RE2 compiled;
};

regex::regex(std::unique_ptr<program> compiled) : program_(std::move(compiled)) {}
regex::regex(regex&&) noexcept = default;
regex& regex::operator=(regex&&) noexcept = default;
regex::~regex() = default;

std::expected<regex, std::string> regex::compile(const std::string& pattern, const std::string& flags) {
  for (const char c : flags) {
    if (std::string_view("smixq").find(c) == std::string_view::npos) return std::unexpected("an unknown flag");
  }
  constexpr std::size_t longest = 4096;
  if (pattern.size() > longest) return std::unexpected("the pattern is too long");
  const auto has = [&](char c) { return flags.find(c) != std::string::npos; };
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!has('i'));
  options.set_dot_nl(has('s'));
  options.set_literal(has('q'));
  options.set_never_nl(false);
  constexpr std::int64_t most_memory = 4 << 20;
  options.set_max_mem(most_memory);
  std::string translated = pattern;
  if (!has('q')) {
    const auto text = translator(has('x') ? without_space(pattern) : pattern, has('s')).run();
    if (!text) return std::unexpected(text.error());
    translated = (has('m') ? "(?m)" : "") + *text;
  }
  auto compiled = std::make_unique<program>(translated, options);
  if (!compiled->compiled.ok()) return std::unexpected(compiled->compiled.error());
  regex out(std::move(compiled));
  out.literal_ = has('q');
  return out;
}

bool regex::found_in(const std::string& text) const {
  return RE2::PartialMatch(text, program_->compiled);
}

std::size_t regex::groups() const {
  return static_cast<std::size_t>(program_->compiled.NumberOfCapturingGroups());
}

std::vector<std::pair<std::size_t, std::size_t>> regex::next(const std::string& text, std::size_t from) const {
  std::vector<re2::StringPiece> pieces(groups() + 1);
  if (!program_->compiled.Match(
          text, from, text.size(), RE2::UNANCHORED, pieces.data(), static_cast<int>(pieces.size())
      ))
    return {};
  std::vector<std::pair<std::size_t, std::size_t>> out;
  for (const auto& piece : pieces) {
    if (piece.data() == nullptr) {
      out.emplace_back(std::string::npos, std::string::npos);
      continue;
    }
    const auto start = static_cast<std::size_t>(piece.data() - text.data());
    out.emplace_back(start, start + piece.size());
  }
  return out;
}

} // namespace frontdoor::triage::dmn::detail
