#include "triage/policy/feel_column.hpp"

#include <algorithm>
#include <bit>
#include <set>

#include "triage/dmn/builtins.hpp"
#include "triage/dmn/parser.hpp"

namespace frontdoor::triage {
namespace {

// The names a tree uses that are not bound in it.
class free_names {
 public:
  void walk(const dmn::ast::node& node) {
    using dmn::ast::kind;
    if (node.kind == kind::name && !bound_.contains(node.text) && node.text != "?" && node.text != "partial") {
      if (!dmn::built_in_function(node.text)) found.insert(node.text);
    }
    const bool binds = node.kind == kind::for_each || node.kind == kind::some || node.kind == kind::every ||
                       node.kind == kind::function || node.kind == kind::context;
    const auto outer = bound_;
    if (binds) bound_.insert(node.names.begin(), node.names.end());
    for (const auto& child : node.children) {
      if (child) walk(*child);
    }
    bound_ = outer;
  }

  std::set<std::string> found;

 private:
  std::set<std::string> bound_;
};

bool says_more(const dmn::ast::node& node) {
  using dmn::ast::kind;
  if (node.kind == kind::name || node.kind == kind::call || node.kind == kind::arithmetic) return true;
  return std::ranges::any_of(node.children, [](const auto& child) { return child && says_more(*child); });
}

// Parses the texts of a column and finds what they name.
class column_parser {
 public:
  column_parser(std::span<const fact_definition> slots, const std::string& file) : slots_(slots), file_(file) {
    for (const auto& slot : slots)
      names_.add(slot.key);
    names_.add("?");
  }

  std::shared_ptr<const dmn::compiled_text>
  expression(const dmn::feel_text& text, std::vector<std::uint16_t>& looks_at) {
    auto made = std::make_shared<dmn::compiled_text>();
    made->place = text.place;
    made->file = file_;
    auto tree = dmn::parse_expression(text.text, {&names_, nullptr, nullptr});
    if (!tree) {
      add(text, "syntax", tree.error().detail);
      return made;
    }
    looks_at = slots_in({tree->get()}, text);
    made->tree = std::move(*tree);
    return made;
  }

  std::shared_ptr<const dmn::compiled_tests> tests(const dmn::feel_text& text, std::vector<std::uint16_t>& looks_at) {
    auto made = std::make_shared<dmn::compiled_tests>();
    made->place = text.place;
    made->file = file_;
    auto parsed = dmn::parse_unary_tests(text.text, {&names_, nullptr, nullptr});
    if (!parsed) {
      add(text, "syntax", parsed.error().detail);
      return made;
    }
    std::vector<const dmn::ast::node*> trees;
    for (const auto& test : parsed->tests)
      trees.push_back(test.get());
    looks_at = slots_in(trees, text);
    made->tests = std::move(*parsed);
    return made;
  }

  faults found;

 private:
  void add(const dmn::feel_text& text, const char* code, std::string detail) {
    found.push_back({text.place.path, code, std::move(detail), {}, file_});
  }

  std::vector<std::uint16_t> slots_in(const std::vector<const dmn::ast::node*>& trees, const dmn::feel_text& text) {
    free_names names;
    for (const auto* tree : trees)
      names.walk(*tree);
    std::vector<std::uint16_t> looks_at;
    for (const auto& name : names.found) {
      const auto it = std::ranges::find(slots_, name, &fact_definition::key);
      if (it == slots_.end()) {
        add(text, "unknown_fact", "\"" + name + "\" is neither a fact nor a decision of this policy");
      } else {
        looks_at.push_back(static_cast<std::uint16_t>(it - slots_.begin()));
      }
    }
    return looks_at;
  }

  std::span<const fact_definition> slots_;
  const std::string& file_;
  dmn::name_table names_;
};

void throw_when_faulty(const dmn::evaluator& with, const std::vector<dmn::diagnostic>& noted) {
  if (noted.empty() && !with.stopped()) return;
  if (noted.empty()) throw evaluation_fault("a test went beyond its limits");
  const auto& first = noted.front();
  throw evaluation_fault(first.file + " " + first.element + ": " + first.detail);
}

} // namespace

std::expected<feel_column, faults> feel_column::read(
    const dmn::decision_table& table, std::size_t input, std::span<const fact_definition> slots, const std::string& file
) {
  column_parser parser(slots, file);
  feel_column made;
  made.expression_ = parser.expression(table.inputs[input].expression, made.expression_slots_);
  std::set<std::uint16_t> all(made.expression_slots_.begin(), made.expression_slots_.end());
  for (const auto& rule : table.rules) {
    cell now;
    if (input < rule.input_entries.size()) now.tests = parser.tests(rule.input_entries[input], now.slots);
    all.insert(now.slots.begin(), now.slots.end());
    made.cells_.push_back(std::move(now));
  }
  if (!parser.found.empty()) return std::unexpected(std::move(parser.found));
  made.slots_.assign(all.begin(), all.end());
  for (const auto slot : made.slots_)
    made.names_.push_back({slot, slots[slot]});
  return made;
}

bool feel_column::worth_reading(const std::string& cell, std::span<const fact_definition> slots) {
  dmn::name_table names;
  for (const auto& slot : slots)
    names.add(slot.key);
  names.add("?");
  const auto parsed = dmn::parse_unary_tests(cell, {&names, nullptr, nullptr});
  if (!parsed) return false;
  return std::ranges::any_of(parsed->tests, [](const auto& test) { return says_more(*test); });
}

std::vector<std::uint16_t> feel_column::slots_of(std::size_t rule) const {
  const auto& tests = cells_[rule].tests;
  if (!tests || tests->tests.any) return {};
  std::set<std::uint16_t> all(expression_slots_.begin(), expression_slots_.end());
  all.insert(cells_[rule].slots.begin(), cells_[rule].slots.end());
  return {all.begin(), all.end()};
}

void feel_column::reorder(std::span<const std::size_t> order) {
  std::vector<cell> cells;
  for (const auto place : order)
    cells.push_back(cells_[place]);
  cells_ = std::move(cells);
}

dmn::scope feel_column::scope_of(const std::int32_t* codes) const {
  dmn::scope names;
  for (const auto& each : names_)
    names.names.emplace_back(each.domain.key, feel_value(each.domain, codes[each.slot]));
  return names;
}

std::uint64_t feel_column::accepted(std::uint64_t candidates, const std::int32_t* codes) const {
  const auto unknown = [&](const std::vector<std::uint16_t>& slots) {
    return std::ranges::any_of(names_, [&](const auto& each) {
      return codes[each.slot] == code_without_value(each.domain.type) &&
             std::ranges::find(slots, each.slot) != slots.end();
    });
  };
  const bool tested_unknown = unknown(expression_slots_);
  const dmn::evaluation_options options;
  dmn::evaluator with(options);
  const auto names = scope_of(codes);
  dmn::value tested;
  if (!tested_unknown) tested = with.evaluate(expression_, names);
  throw_when_faulty(with, with.diagnostics());
  std::uint64_t found = 0;
  for (auto rest = candidates; rest != 0; rest &= rest - 1) {
    const auto& cell = cells_[static_cast<std::size_t>(std::countr_zero(rest))];
    const auto bit = rest & (~rest + 1);
    if (cell.tests->tests.any) {
      found |= bit;
      continue;
    }
    if (tested_unknown || unknown(cell.slots)) continue;
    const auto outcome = with.satisfies(cell.tests, tested, names);
    throw_when_faulty(with, with.diagnostics());
    if (outcome.is_true()) found |= bit;
  }
  return found;
}

dmn::value feel_value(const fact_definition& domain, std::int32_t code) {
  if (code == code_without_value(domain.type)) return {};
  switch (domain.type) {
  case fact_type::boolean:
    return code == 2;
  case fact_type::integer:
    return std::int64_t{code};
  case fact_type::enumeration:
    return domain.values[static_cast<std::size_t>(code - 1)];
  case fact_type::set:
    break;
  }
  std::vector<dmn::value> members;
  for (std::size_t i = 0; i < domain.values.size(); ++i) {
    if (((static_cast<std::uint32_t>(code) >> i) & 1U) != 0) members.emplace_back(domain.values[i]);
  }
  return members;
}

} // namespace frontdoor::triage
