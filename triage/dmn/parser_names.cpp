// Names with spaces and operators in them, found by the longest match, and types.
#include <algorithm>
#include <array>

#include "triage/dmn/parser_state.hpp"

namespace frontdoor::triage::dmn {

void name_table::add(std::string_view name) {
  auto lexed = detail::tokenize(name);
  if (!lexed.fault.empty() || lexed.tokens.size() < 2) return; // can only be met as a quoted key
  entry item;
  item.name = std::string(name);
  for (auto& token : lexed.tokens) {
    if (token.kind != detail::token_kind::end) item.tokens.push_back(std::move(token.text));
  }
  auto& list = by_first_[item.tokens.front()];
  const auto same = std::find_if(list.begin(), list.end(), [&](const entry& e) { return e.tokens == item.tokens; });
  if (same != list.end()) return;
  const auto before =
      std::find_if(list.begin(), list.end(), [&](const entry& e) { return e.tokens.size() < item.tokens.size(); });
  list.insert(before, std::move(item));
}

const std::vector<name_table::entry>* name_table::starting_with(const std::string& first_token) const {
  const auto found = by_first_.find(first_token);
  return found == by_first_.end() ? nullptr : &found->second;
}

namespace detail {

bool is_keyword(std::string_view word) {
  static constexpr std::array<std::string_view, 18> words = {"and",   "or",   "in",     "between",   "instance",
                                                             "then",  "else", "return", "satisfies", "if",
                                                             "for",   "some", "every",  "function",  "true",
                                                             "false", "null", "not"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

namespace {

// Words that end a name which is not known beforehand.
bool ends_name(std::string_view word) {
  static constexpr std::array<std::string_view, 9> words = {"and",  "or",   "in",     "between",  "instance",
                                                            "then", "else", "return", "satisfies"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_name_symbol(const token& t) {
  static constexpr std::string_view symbols = "./-'+*";
  return t.kind == token_kind::symbol && t.text.size() == 1 && symbols.find(t.text) != std::string_view::npos;
}

} // namespace

parser::matched parser::match(const name_table& table) const {
  const auto* entries = table.starting_with(peek().text);
  if (entries == nullptr) return {};
  for (const auto& entry : *entries) {
    std::size_t i = 0;
    while (i < entry.tokens.size() && peek(i).kind != token_kind::string && peek(i).kind != token_kind::end &&
           peek(i).text == entry.tokens[i]) {
      ++i;
    }
    if (i == entry.tokens.size()) return {entry.name, i};
  }
  return {};
}

parser::matched parser::known_name(bool members_only) const {
  matched best;
  const auto consider = [&](const name_table* table) {
    if (table == nullptr) return;
    auto found = match(*table);
    if (found.tokens > best.tokens) best = std::move(found);
  };
  if (!members_only) {
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level)
      consider(&*level);
    consider(scope_.variables);
    consider(&builtin_names());
  }
  if (members_only || best.tokens == 0) {
    consider(scope_.members);
    if (members_only) {
      for (const auto& level : levels_)
        consider(&level);
    }
  }
  return best;
}

std::string parser::join(std::size_t count) const {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && peek(i).spaced) out += ' ';
    out += peek(i).text;
  }
  return out;
}

// A name in use. Words that follow directly belong to it, for nothing else could come there.
std::string parser::take_name(bool member) {
  auto found = known_name(member);
  std::size_t count = std::max<std::size_t>(found.tokens, 1);
  std::size_t more = count;
  while ((peek(more).kind == token_kind::word && !ends_name(peek(more).text)) || peek(more).kind == token_kind::number)
    ++more;
  auto name = more == count && found.tokens > 0 ? std::move(found.name) : join(more);
  at_ += more;
  return name;
}

// How many tokens from here could be a name being declared: words, numbers and the symbols names may hold.
std::size_t parser::declared_length() const {
  std::size_t count = 0;
  if (peek().kind != token_kind::word) return 0;
  while (peek(count).kind == token_kind::word || peek(count).kind == token_kind::number || is_name_symbol(peek(count)))
    ++count;
  return count;
}

// A name being declared, up to one of `ends`; nothing is taken when none follows.
std::optional<std::string> parser::take_declared_name(std::initializer_list<std::string_view> ends) {
  const auto longest = declared_length();
  for (std::size_t count = 1; count <= longest; ++count) {
    const bool ended =
        std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return peek(count).text == end; });
    if (ended && peek(count).kind != token_kind::string) {
      auto name = join(count);
      at_ += count;
      return name;
    }
  }
  return std::nullopt;
}

std::optional<ast::type_name> parser::context_type() {
  ast::type_name out;
  out.name = "context";
  while (!symbol(">")) {
    auto member = take_declared_name({":"});
    if (!member || !expect_symbol(":")) {
      fail("a context type lists its members as \"name: type\"");
      return std::nullopt;
    }
    auto inner = type();
    if (!inner) return std::nullopt;
    out.members.push_back(std::move(*member));
    out.arguments.push_back(std::move(*inner));
    if (!take_symbol(",")) break;
  }
  return out;
}

std::optional<ast::type_name> parser::function_type() {
  ast::type_name out;
  out.name = "function";
  while (!symbol(">")) {
    auto inner = type();
    if (!inner) return std::nullopt;
    out.arguments.push_back(std::move(*inner));
    if (!take_symbol(",")) break;
  }
  if (!expect_symbol(">") || !expect_symbol("->")) return std::nullopt;
  auto result = type();
  if (!result) return std::nullopt;
  out.result.push_back(std::move(*result));
  return out;
}

std::optional<ast::type_name> parser::type() {
  const deeper here(*this);
  if (depth_ > limits_.depth) {
    fail("the type is nested too deeply");
    return std::nullopt;
  }
  ast::type_name out;
  if (symbol("<", 1) && (word("list") || word("range") || word("context") || word("function"))) {
    const auto constructor = peek().text;
    at_ += 2;
    std::optional<ast::type_name> built;
    if (constructor == "function") return function_type();
    if (constructor == "context") {
      built = context_type();
    } else {
      auto inner = type();
      if (!inner) return std::nullopt;
      built.emplace();
      built->name = constructor;
      built->arguments.push_back(std::move(*inner));
    }
    if (!built || !expect_symbol(">")) return std::nullopt;
    return built;
  }
  static const name_table phrases = [] {
    name_table table;
    for (const auto* name : {"date and time", "days and time duration", "years and months duration"})
      table.add(name);
    return table;
  }();
  auto found = match(phrases);
  if (found.tokens == 0 && scope_.types != nullptr) found = match(*scope_.types);
  if (found.tokens > 0) {
    at_ += found.tokens;
    out.name = std::move(found.name);
    return out;
  }
  if (peek().kind != token_kind::word) {
    fail("a type is expected");
    return std::nullopt;
  }
  std::size_t count = 1;
  while ((peek(count).kind == token_kind::word && !ends_name(peek(count).text)) ||
         (symbol(".", count) && peek(count + 1).kind == token_kind::word)) {
    ++count;
  }
  out.name = join(count);
  at_ += count;
  return out;
}

} // namespace detail
} // namespace frontdoor::triage::dmn
