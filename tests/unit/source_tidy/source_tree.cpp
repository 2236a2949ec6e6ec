#include "tests/unit/source_tidy/source_tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tests/support/whole_file.hpp"

namespace frontdoor::tidy {

namespace {

namespace fs = std::filesystem;

constexpr std::array skipped_folders = {".git", "build",  ".tools", "data",  "node_modules",
                                        "dist", "output", "images", "vendor"};
constexpr std::array extensions = {".cpp", ".hpp", ".ts",    ".tsx",  ".js",   ".mjs", ".css",  ".html", ".sql", ".sh",
                                   ".md",  ".txt", ".cmake", ".toml", ".yaml", ".yml", ".json", ".dmn",  ".conf"};
constexpr std::array whole_names = {"dev", "run", "Dockerfile"};

bool is_ours(const fs::path& path) {
  const auto name = path.filename().string();
  if (name == "package-lock.json") return false;
  return std::ranges::find(extensions, path.extension().string()) != extensions.end() ||
         std::ranges::find(whole_names, name) != whole_names.end();
}

// Blanks text[from, to), keeping line ends.
void blank(std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && i < text.size(); ++i) {
    if (text[i] != '\n') text[i] = ' ';
  }
}

// Where the literal that begins at `quote` ends: the offset of its closing quote.
std::size_t literal_end(std::string_view text, std::size_t quote) {
  for (std::size_t i = quote + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == text[quote] || text[i] == '\n')
      return i;
  }
  return text.size();
}

bool is_digit_separator(std::string_view text, std::size_t at) {
  return at > 0 && std::isxdigit(static_cast<unsigned char>(text[at - 1])) != 0 && at + 1 < text.size() &&
         std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0;
}

} // namespace

source_file::source_file(std::string path_given, std::string text_given)
    : path(std::move(path_given)), text(std::move(text_given)),
      code(is_cpp() ? blank_comments_and_literals(text) : text) {}

std::string source_file::extension() const {
  return fs::path(path).extension().string();
}

bool source_file::is_cpp() const {
  return path.ends_with(".cpp") || path.ends_with(".hpp");
}

bool source_file::under(std::string_view folder) const {
  return path.starts_with(folder);
}

std::size_t source_file::line_of(std::size_t offset) const {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

std::string blank_comments_and_literals(std::string_view text) {
  std::string code(text);
  bool line_is_include = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (i == 0 || text[i - 1] == '\n') line_is_include = rest.starts_with("#include");
    if (rest.starts_with("//")) {
      const auto end = std::min(text.find('\n', i), text.size());
      blank(code, i, end);
      i = end - 1;
    } else if (rest.starts_with("/*")) {
      const auto found = text.find("*/", i + 2);
      const auto end = found == std::string_view::npos ? text.size() : found + 2;
      blank(code, i, end);
      i = end - 1;
    } else if (rest.starts_with("R\"") && (i == 0 || std::isalnum(static_cast<unsigned char>(text[i - 1])) == 0)) {
      const auto open = std::min(text.find('(', i), text.size());
      const std::string close = ")" + std::string(text.substr(i + 2, open - i - 2)) + "\"";
      const auto found = text.find(close, open);
      const auto end = found == std::string_view::npos ? text.size() : found + close.size();
      blank(code, i + 2, end - 1);
      i = end - 1;
    } else if ((text[i] == '"' || (text[i] == '\'' && !is_digit_separator(text, i))) && !line_is_include) {
      const auto end = literal_end(text, i);
      blank(code, i + 1, end);
      i = end;
    }
  }
  return code;
}

std::vector<source_file> read_tree(const fs::path& root) {
  std::vector<source_file> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::recursive_directory_iterator(); ++it) {
    if (it->is_directory() &&
        std::ranges::find(skipped_folders, it->path().filename().string()) != skipped_folders.end()) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() && is_ours(it->path())) {
      files.emplace_back(fs::relative(it->path(), root).generic_string(), tests::content_of(it->path()));
    }
  }
  std::ranges::sort(files, {}, &source_file::path);
  return files;
}

} // namespace frontdoor::tidy
