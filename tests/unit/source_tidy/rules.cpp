#include "tests/unit/source_tidy/rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include <re2/re2.h>

namespace frontdoor::tidy {

namespace {

constexpr std::size_t file_lines_max = 700;
constexpr std::size_t function_lines_max = 80;

bool is_test(const source_file& file) {
  return file.under("tests/") || file.under("console/test");
}

// Every match of `pattern` in `text` (one of the file's two forms), each with `what` is wrong about it.
findings
matches(const source_file& file, const std::string& text, const std::string& pattern, const std::string& what) {
  RE2::Options options;
  options.set_never_nl(false);
  const RE2 expression("(?m)(" + pattern + ")", options);
  findings found;
  re2::StringPiece rest(text);
  re2::StringPiece match;
  while (RE2::FindAndConsume(&rest, expression, &match)) {
    const auto offset = static_cast<std::size_t>(match.data() - text.data());
    found.push_back({file.path, file.line_of(offset), what + ": " + std::string(match)});
    if (match.empty()) break;
  }
  return found;
}

void append(findings& to, findings more) {
  std::ranges::move(more, std::back_inserter(to));
}

// The words that open a function's, class's or namespace's brace: everything since the statement before it.
std::string_view opening_words(std::string_view code, std::size_t brace) {
  const auto before = brace == 0 ? std::string_view::npos : code.find_last_of(";{}", brace - 1);
  return code.substr(
      before == std::string_view::npos ? 0 : before + 1, brace - (before == std::string_view::npos ? 0 : before + 1)
  );
}

enum class brace_kind { scope, function, other };

brace_kind kind_of_brace(std::string_view words) {
  static const RE2 scope(
      R"(^\s*(#.*\s+)*(template\s*<[^{}]*>\s*)?(inline\s+)?(namespace|class|struct|union|enum|extern)\b[^()=]*$)"
  );
  static const RE2 function(R"(\)[^=()]*$|\)\s*:\s*[\s\S]*$)");
  const re2::StringPiece piece(words.data(), words.size());
  if (RE2::PartialMatch(piece, scope)) return brace_kind::scope;
  return RE2::PartialMatch(piece, function) ? brace_kind::function : brace_kind::other;
}

} // namespace

findings triage_is_pure(const source_file& file) {
  if (!file.under("triage/") || !file.is_cpp()) return {};
  auto found = matches(
      file, file.code,
      R"(^[ \t]*#\s*include\s*[<"](boost/(asio|beast)|pqxx|libpq|thread>|mutex>|shared_mutex>|condition_variable>|future>|atomic>|fstream>|iostream>|filesystem>|random>|sys/|unistd|spdlog|prometheus|curl|sqlite)[^>"]*)",
      "triage is pure"
  );
  append(
      found, matches(
                 file, file.code,
                 R"(\b((system|steady|high_resolution)_clock\s*::\s*now|getenv|std::time|random_device|rand)\b)",
                 "triage takes time and chance as arguments"
             )
  );
  return found;
}

findings triage_does_not_know_the_server(const source_file& file) {
  if (!file.under("triage/") || !file.is_cpp()) return {};
  return matches(file, file.code, R"(^[ \t]*#\s*include\s*["<]server/[^">]*)", "triage does not know the server");
}

findings beast_stays_in_its_files(const source_file& file) {
  // request_parser.hpp is a piece of session.cpp, and stays with it.
  static constexpr std::array allowed = {
      "server/http/session.cpp", "server/http/request_parser.hpp", "server/http/beast_library.cpp",
      "server/console/socket.cpp"
  };
  if (is_test(file) || !file.is_cpp() || std::ranges::find(allowed, file.path) != allowed.end()) return {};
  return matches(
      file, file.code, R"(^[ \t]*#\s*include\s*[<"](boost/beast|server/http/request_parser)[^>"]*)",
      "Beast outside its files"
  );
}

findings sql_stays_in_server_db(const source_file& file) {
  if (is_test(file) || !file.is_cpp() || file.under("server/db/")) return {};
  return matches(file, file.code, R"(^[ \t]*#\s*include\s*[<"](pqxx|libpq)[^>"]*)", "SQL outside server/db");
}

findings sqlite_stays_in_server_journal(const source_file& file) {
  if (is_test(file) || !file.is_cpp() || file.under("server/journal/")) return {};
  return matches(file, file.code, R"(^[ \t]*#\s*include\s*[<"]sqlite3[^>"]*)", "SQLite outside server/journal");
}

findings reads_keep_the_body_limit(const source_file& file) {
  if (!file.is_cpp()) return {};
  return matches(
      file, file.code, R"(\b(async_)?read(_some|_header)?\([^;]*\bparser_?(\.|->)\s*get\(\))",
      "a read past the parser's limits"
  );
}

findings only_programs_print(const source_file& file) {
  // The program's own files are those of server/ itself: main and the commands beside it.
  const bool program = file.under("server/") && file.path.find('/') == file.path.rfind('/');
  if (is_test(file) || !file.is_cpp() || program) return {};
  return matches(
      file, file.code, R"(\bstd::(cout|cerr|clog)\b|\b(std::)?(printf|fprintf|puts|fputs|putchar)\s*\(|\bfmt::print\b)",
      "printing outside the program's own files"
  );
}

findings tests_do_not_sleep(const source_file& file) {
  if (!is_test(file) || file.under("tests/support/") || file.under("tests/bench/")) return {};
  if (file.is_cpp())
    return matches(
        file, file.code,
        R"(\bsleep_for\((std::)?(chrono::)?([^m\d\s][^;]*|milliseconds\(\d{3,}\)|\d{3,}ms|\d+s)\)?|\bsleep_until\b|\bu?sleep\s*\()",
        "a test that sleeps"
    );
  if (file.path.find(".test.") != std::string::npos)
    return matches(file, file.code, R"(\bwaitForTimeout\b)", "a test that sleeps");
  return {};
}

findings files_stay_readable(const source_file& file) {
  static constexpr std::array kinds = {".cpp", ".hpp", ".ts", ".tsx", ".js", ".mjs", ".sql", ".sh", ".css"};
  if (std::ranges::find(kinds, file.extension()) == kinds.end() || file.path.ends_with(".d.ts")) return {};
  const auto lines = static_cast<std::size_t>(std::ranges::count(file.text, '\n'));
  if (lines <= file_lines_max) return {};
  return {{file.path, file_lines_max, "a file of " + std::to_string(lines) + " lines"}};
}

findings functions_stay_readable(const source_file& file) {
  if (!file.is_cpp() || is_test(file)) return {};
  findings found;
  std::vector<brace_kind> open;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    const bool at_scope = open.empty() || open.back() == brace_kind::scope;
    if (file.code[i] == '{') {
      open.push_back(at_scope ? kind_of_brace(opening_words(file.code, i)) : brace_kind::other);
      if (open.back() == brace_kind::function) begin = i;
    } else if (file.code[i] == '}' && !open.empty()) {
      const auto lines = file.line_of(i) - file.line_of(begin) + 1;
      if (open.back() == brace_kind::function && lines > function_lines_max)
        found.push_back({file.path, file.line_of(begin), "a function of " + std::to_string(lines) + " lines"});
      open.pop_back();
    }
  }
  return found;
}

findings headers_guard_themselves(const source_file& file) {
  if (!file.path.ends_with(".hpp") || file.text.starts_with("#pragma once\n")) return {};
  return {{file.path, 1, "a header that does not begin with #pragma once"}};
}

findings nothing_is_unfinished(const source_file& file) {
  // Taken apart, so that this file does not break its own rule.
  return matches(
      file, file.text,
      R"(\b(TO)"
      R"(DO|FIX)"
      R"(ME|XX)"
      R"(X|HA)"
      R"(CK|not imple)"
      R"(mented|st)"
      R"(ub)\b)",
      "unfinished by its own word"
  );
}

findings no_words_of_a_workbench(const source_file& file) {
  return matches(
      file, file.text,
      R"(farm-(stu)"
      R"(dio|ben)"
      R"(ch)|\.libr)"
      R"(ary/|/wo)"
      R"(rk/|/fa)"
      R"(rm/|\bsub)"
      R"(agents?\b)",
      "a word of one workbench"
  );
}

findings orphans(const std::vector<source_file>& files) {
  findings found;
  for (const auto& file : files) {
    if (!file.path.ends_with(".cpp") || !(file.under("triage/") || file.under("server/") || file.under("tests/")))
      continue;
    const bool named = std::ranges::any_of(files, [&](const source_file& list) {
      if (!list.path.ends_with("CMakeLists.txt")) return false;
      const auto folder = list.path.substr(0, list.path.size() - std::string_view("CMakeLists.txt").size());
      if (!file.path.starts_with(folder)) return false;
      auto name = file.path.substr(folder.size());
      // frontdoor_fuzz(name ...) adds fuzz_name.cpp.
      if (folder == "tests/fuzz/" && name.starts_with("fuzz_")) name = name.substr(5, name.size() - 9);
      return RE2::PartialMatch(list.text, RE2(R"((^|[\s(/]))" + RE2::QuoteMeta(name) + R"(($|[\s)]))"));
    });
    if (!named) found.push_back({file.path, 1, "no CMakeLists.txt names it"});
  }
  return found;
}

std::string report(const findings& found) {
  std::string text;
  for (const auto& one : found)
    text += one.path + ":" + std::to_string(one.line) + ": " + one.what + "\n";
  return text;
}

} // namespace frontdoor::tidy
