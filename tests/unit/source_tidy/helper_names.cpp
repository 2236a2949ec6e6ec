// Functions in unnamed namespaces, by name. Unity builds compile several sources of a library as one, and there a
// second function of the same name is an overload of the first that nobody asked for: a call that fits the other one
// better, or by a conversion, goes there, and only in some builds.
#include <map>
#include <string_view>
#include <utility>

#include <re2/re2.h>

#include "tests/unit/source_tidy/rules.hpp"

namespace frontdoor::tidy {

namespace {

struct helper {
  std::string name;
  std::size_t line = 0;
};

enum class scope_kind { named_namespace, unnamed_namespace, other };

scope_kind scope_opened_by(const std::string& words) {
  static const RE2 named(R"(^\s*(inline\s+)?namespace\s+[\w:]+\s*$)");
  static const RE2 unnamed(R"(^\s*namespace\s*$)");
  if (RE2::FullMatch(words, unnamed)) return scope_kind::unnamed_namespace;
  return RE2::FullMatch(words, named) ? scope_kind::named_namespace : scope_kind::other;
}

// The name of the function whose body a brace behind these words opens; empty where it opens something else: a type, a
// list of values, a lambda.
std::string function_named_in(std::string words) {
  static const RE2 templates(R"(^\s*template\s*<[^(){};]*>\s*(requires\s+[\w:<>, ]+\s+)?)");
  static const RE2 types(R"(^\s*(class|struct|union|enum|extern)\b[^()]*$)");
  // What stands before the first bracket: a return type, perhaps attributes, and the name.
  static const RE2 function(R"(^[^()={}]*?(?:^|[\s*&>])([\w~:]+)\s*\()");
  RE2::Replace(&words, templates, "");
  std::string name;
  if (RE2::PartialMatch(words, types) || !RE2::PartialMatch(words, function, &name)) return {};
  // A member outside of its class, an operator, or a function type among the return type's arguments.
  static const RE2 unnamed(R"(.*::.*|operator|void|bool|int|decltype|noexcept)");
  return RE2::FullMatch(name, unnamed) ? std::string() : name;
}

// The text between two places, without includes and other lines of the preprocessor.
std::string words_between(const std::string& code, std::size_t begin, std::size_t end) {
  static const RE2 preprocessor(R"((?m)^[ \t]*#.*$)");
  auto words = code.substr(begin, end - begin);
  RE2::GlobalReplace(&words, preprocessor, "");
  return words;
}

std::vector<helper> helpers_in(const source_file& file) {
  std::vector<helper> found;
  std::vector<scope_kind> open;
  std::size_t statement = 0; // where the words before the next brace begin
  const auto& code = file.code;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '{') {
      const auto words = words_between(code, statement, i);
      bool in_namespace = true;
      bool unnamed = false;
      for (const auto one : open) {
        in_namespace = in_namespace && one != scope_kind::other;
        unnamed = unnamed || one == scope_kind::unnamed_namespace;
      }
      open.push_back(scope_opened_by(words));
      if (in_namespace && unnamed && open.back() == scope_kind::other) {
        if (auto name = function_named_in(words); !name.empty()) found.push_back({std::move(name), file.line_of(i)});
      }
    } else if (c == '}' && !open.empty()) {
      open.pop_back();
    }
    if (c == '{' || c == '}' || c == ';') statement = i + 1;
  }
  return found;
}

std::string folder_of(const std::string& path) {
  return path.substr(0, path.rfind('/') + 1);
}

} // namespace

findings helpers_named_twice(const std::vector<source_file>& files) {
  struct place {
    std::string path;
    std::size_t line = 0;
  };
  std::map<std::pair<std::string, std::string>, place> first; // by folder and name
  findings found;
  for (const auto& file : files) {
    if (!file.path.ends_with(".cpp") || !(file.under("triage/") || file.under("server/"))) continue;
    for (auto& one : helpers_in(file)) {
      const auto [at, fresh] = first.try_emplace({folder_of(file.path), one.name}, place{file.path, one.line});
      if (fresh || at->second.path == file.path) continue;
      found.push_back(
          {file.path, one.line,
           "a helper '" + one.name + "', as in " + at->second.path + ":" + std::to_string(at->second.line) +
               ": share it, or say in its name what it is for"}
      );
    }
  }
  return found;
}

} // namespace frontdoor::tidy
