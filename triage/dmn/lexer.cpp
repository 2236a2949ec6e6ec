#include "triage/dmn/lexer.hpp"

#include <algorithm>
#include <array>

namespace frontdoor::triage::dmn::detail {
namespace {

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
         c == 0xFEFF;
}

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}

// DMN 1.5, 10.3.1.2 rule 28.
bool is_name_start(char32_t c) {
  if (c < 0x80) return c == '?' || c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  return (c >= 0xC0 && c <= 0xD6) || (c >= 0xD8 && c <= 0xF6) || (c >= 0xF8 && c <= 0x2FF) ||
         (c >= 0x370 && c <= 0x37D) || (c >= 0x37F && c <= 0x1FFF) || (c >= 0x200C && c <= 0x200D) ||
         (c >= 0x2070 && c <= 0x218F) || (c >= 0x2C00 && c <= 0x2FEF) || (c >= 0x3001 && c <= 0xD7FF) ||
         (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFFC) || (c >= 0x10000 && c <= 0xEFFFF);
}

bool is_name_part(char32_t c) {
  return is_name_start(c) || is_digit(c) || c == 0xB7 || (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040);
}

class scanner {
 public:
  explicit scanner(std::string_view text) : text_(text) {}

  lexing run() {
    while (skip() && at_ < text_.size()) {
      if (!take()) return std::move(out_);
    }
    if (out_.fault.empty()) out_.tokens.push_back({true, token_kind::end, {}, line_, column_});
    return std::move(out_);
  }

 private:
  char32_t peek() const {
    auto at = at_;
    return at_ < text_.size() ? next_code_point(text_, at) : U'\0';
  }
  char byte(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  char32_t advance() {
    const auto c = next_code_point(text_, at_);
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    return c;
  }
  bool fail(std::string what) {
    out_.fault = std::move(what);
    out_.line = line_;
    out_.column = column_;
    return false;
  }

  // Space and comments.
  bool skip() {
    while (at_ < text_.size()) {
      if (is_space(peek())) {
        advance();
      } else if (byte(0) == '/' && byte(1) == '/') {
        while (at_ < text_.size() && byte(0) != '\n')
          advance();
      } else if (byte(0) == '/' && byte(1) == '*') {
        const auto end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return fail("the comment is not closed");
        while (at_ < end + 2)
          advance();
      } else {
        return true;
      }
    }
    return true;
  }

  void push(token_kind kind, std::string text) {
    out_.tokens.push_back({at_start_ != last_end_, kind, std::move(text), start_line_, start_column_});
    last_end_ = at_;
  }

  bool take() {
    at_start_ = at_;
    start_line_ = line_;
    start_column_ = column_;
    const auto c = peek();
    if (is_name_start(c)) return take_word();
    if (is_digit(c) || (c == '.' && is_digit(static_cast<unsigned char>(byte(1))))) return take_number();
    if (c == '"') return take_string();
    return take_symbol();
  }

  bool take_word() {
    const auto start = at_;
    const bool question = peek() == '?';
    advance();
    // "?" stands for the value tested when nothing of a name follows.
    while (at_ < text_.size() && is_name_part(peek()) && !(question && peek() == '?'))
      advance();
    push(token_kind::word, std::string(text_.substr(start, at_ - start)));
    return true;
  }

  bool take_number() {
    const auto start = at_;
    while (is_digit(static_cast<unsigned char>(byte(0))))
      advance();
    if (byte(0) == '.' && is_digit(static_cast<unsigned char>(byte(1)))) {
      advance();
      while (is_digit(static_cast<unsigned char>(byte(0))))
        advance();
    }
    if (byte(0) == 'e' || byte(0) == 'E') {
      const std::size_t sign = byte(1) == '+' || byte(1) == '-' ? 1 : 0;
      if (is_digit(static_cast<unsigned char>(byte(1 + sign)))) {
        for (std::size_t i = 0; i < 1 + sign; ++i)
          advance();
        while (is_digit(static_cast<unsigned char>(byte(0))))
          advance();
      }
    }
    push(token_kind::number, std::string(text_.substr(start, at_ - start)));
    return true;
  }

  std::optional<char32_t> hex(std::size_t digits) {
    char32_t out = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char c = byte(0);
      char32_t digit = 0;
      if (c >= '0' && c <= '9')
        digit = static_cast<char32_t>(c - '0');
      else if (c >= 'a' && c <= 'f')
        digit = static_cast<char32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        digit = static_cast<char32_t>(c - 'A' + 10);
      else
        return std::nullopt;
      out = out * 16 + digit;
      advance();
    }
    return out;
  }

  bool take_escape(std::string& out) {
    advance(); // the backslash
    const char c = byte(0);
    static constexpr std::string_view plain = "nrt'\"\\";
    static constexpr std::string_view means = "\n\r\t'\"\\";
    if (const auto at = plain.find(c); c != '\0' && at != std::string_view::npos) {
      advance();
      out += means[at];
      return true;
    }
    if (c == 'u' || c == 'U') {
      advance();
      auto point = hex(c == 'u' ? 4 : 6);
      if (!point) return fail("the escape needs hexadecimal digits");
      if (*point >= 0xD800 && *point <= 0xDBFF && byte(0) == '\\' && byte(1) == 'u') { // a surrogate pair
        advance();
        advance();
        const auto low = hex(4);
        if (!low || *low < 0xDC00 || *low > 0xDFFF) return fail("the second half of a surrogate pair is missing");
        point = 0x10000 + ((*point - 0xD800) << 10U) + (*low - 0xDC00);
      }
      if (*point > 0x10FFFF || (*point >= 0xD800 && *point <= 0xDFFF)) return fail("there is no such code point");
      append_utf8(out, *point);
      return true;
    }
    out += '\\'; // kept as written, as regular expressions need it
    return true;
  }

  bool take_string() {
    advance();
    std::string content;
    while (at_ < text_.size() && byte(0) != '"') {
      if (byte(0) == '\\') {
        if (!take_escape(content)) return false;
      } else {
        append_utf8(content, advance());
      }
    }
    if (at_ >= text_.size()) return fail("the string is not closed");
    advance();
    push(token_kind::string, std::move(content));
    return true;
  }

  bool take_symbol() {
    static constexpr std::array<std::string_view, 7> pairs = {"..", "**", "<=", ">=", "!=", "->", "=="};
    for (const auto pair : pairs) {
      if (text_.substr(at_, 2) == pair) {
        advance();
        advance();
        push(token_kind::symbol, std::string(pair));
        return true;
      }
    }
    static constexpr std::string_view singles = "+-*/<>=()[]{},:.@'!;&|%$#^~`\\";
    const auto c = peek();
    const bool known = c < 0x80 && singles.find(static_cast<char>(c)) != std::string_view::npos;
    if (!known && c < 0x80) return fail("an unexpected character");
    std::string text;
    append_utf8(text, advance());
    push(token_kind::symbol, std::move(text));
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0, at_start_ = 0, last_end_ = 0;
  std::uint32_t line_ = 1, column_ = 1, start_line_ = 1, start_column_ = 1;
  lexing out_;
};

} // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 && lead < 0xF8   ? 3
                           : lead >= 0xE0 && lead < 0xF0 ? 2
                           : lead >= 0xC2 && lead < 0xE0 ? 1
                                                         : 0;
  if (more == 0) return 0xFFFD;
  char32_t out = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if (at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80) return 0xFFFD;
    out = (out << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return out > 0x10FFFF ? 0xFFFD : out;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

lexing tokenize(std::string_view text) {
  return scanner(text).run();
}

} // namespace frontdoor::triage::dmn::detail
