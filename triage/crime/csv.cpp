#include "triage/crime/csv.hpp"

#include <algorithm>
#include <utility>

namespace frontdoor::triage::crime {

namespace {

// The bytes of the character that begins with this byte; 0 where none does.
std::size_t length_of(unsigned char first) {
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first < 0xE0U) return 2;
  if (first >= 0xE0U && first < 0xF0U) return 3;
  return first >= 0xF0U && first < 0xF5U ? 4 : 0;
}

bool is_character(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return false;
  }
  if (bytes.size() < 3) return true;
  // Neither overlong forms nor surrogates, nor anything beyond U+10FFFF.
  const unsigned char second = at(1);
  switch (at(0)) {
  case 0xE0U:
    return second >= 0xA0U;
  case 0xEDU:
    return second < 0xA0U;
  case 0xF0U:
    return second >= 0x90U;
  case 0xF4U:
    return second < 0x90U;
  default:
    return true;
  }
}

// The place of the first byte that is no UTF-8; the size of the text where there is none.
std::size_t first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = length_of(static_cast<unsigned char>(text[at]));
    if (length == 0 || at + length > text.size() || !is_character(text.substr(at, length))) return at;
    at += length;
  }
  return text.size();
}

// One pass over the text, one cell at a time.
class csv_reader {
 public:
  explicit csv_reader(std::string_view text) : text_(text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text_.starts_with(mark)) text_.remove_prefix(mark.size());
  }

  std::expected<std::vector<csv_row>, faults> read() {
    while (at_ < text_.size()) {
      csv_row row;
      do
        row.push_back(read_cell());
      while (take(','));
      end_row();
      const bool empty = row.size() == 1 && row.front().text.empty();
      if (!empty) rows_.push_back(std::move(row));
    }
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return std::move(rows_);
  }

 private:
  char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool ended() const { return at_ == text_.size(); }

  bool take(char wanted) {
    if (ended() || now() != wanted) return false;
    step();
    return true;
  }

  void step() {
    if (now() == '\n') {
      ++line_;
      column_ = 0;
    }
    ++column_;
    ++at_;
  }

  void fail(const char* code, const char* detail, const char* remedy) {
    found_.push_back({place_of(line_, column_), code, detail, remedy, {}});
  }

  bool at_line_end() const {
    return now() == '\n' || (now() == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
  }

  csv_cell read_cell() {
    csv_cell cell{{}, line_, column_};
    if (take('"')) {
      read_quoted(cell);
      return cell;
    }
    while (!ended() && now() != ',' && !at_line_end()) {
      check_character();
      if (now() == '"')
        fail(
            "quote_inside_cell", "A quote stands inside a cell that does not begin with one.",
            "Quote the whole cell and double the quotes inside it."
        );
      cell.text += now();
      step();
    }
    return cell;
  }

  void read_quoted(csv_cell& cell) {
    for (;;) {
      if (ended()) {
        found_.push_back(
            {place_of(cell.line, cell.column),
             "open_quote",
             "The quote that begins here is not closed.",
             "Close it.",
             {}}
        );
        return;
      }
      if (take('"')) {
        if (!take('"')) break;
        cell.text += '"';
        continue;
      }
      if (now() == '\0') check_character();
      cell.text += now();
      step();
    }
    if (ended() || now() == ',' || at_line_end()) return;
    fail("text_after_quote", "Text follows the closing quote of a cell.", "Double the quotes inside the cell.");
    while (!ended() && now() != ',' && !at_line_end())
      step();
  }

  void check_character() {
    if (now() == '\0') fail("nul_byte", "The file holds a NUL byte: it is no text.", "Export it as CSV, UTF-8.");
    if (now() == '\r')
      fail("bare_carriage_return", "A carriage return stands alone.", "Export the file with LF or CRLF line ends.");
  }

  void end_row() {
    if (ended()) return;
    take('\r');
    take('\n');
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::vector<csv_row> rows_;
  faults found_;
};

} // namespace

std::string place_of(std::size_t line, std::size_t column) {
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::expected<std::vector<csv_row>, faults> read_csv(std::string_view text) {
  if (text.size() > csv_bytes_max) {
    return std::unexpected(faults{{place_of(1, 1), "too_large", "The file is larger than 8 MiB.", "Split it.", {}}});
  }
  if (const auto bad = first_bad_byte(text); bad < text.size()) {
    const auto before = text.substr(0, bad);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const auto start = before.rfind('\n');
    const auto column = start == std::string_view::npos ? bad + 1 : bad - start;
    return std::unexpected(
        faults{{place_of(line, column), "not_utf8", "The text is not UTF-8.", "Export it as \"CSV UTF-8\".", {}}}
    );
  }
  return csv_reader(text).read();
}

} // namespace frontdoor::triage::crime
