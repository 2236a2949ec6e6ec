#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "triage/policy/compiled_tables.hpp"
#include "triage/policy/unary_cell.hpp"

namespace frontdoor::triage {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// The texts of a list like "high","low". Nothing when it is something else.
std::optional<std::vector<std::string>> read_text_list(std::string_view text) {
  std::vector<std::string> words;
  for (;;) {
    text = trimmed(text);
    if (text.size() < 2 || text[0] != '"') return std::nullopt;
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    words.emplace_back(text.substr(1, end - 1));
    text = trimmed(text.substr(end + 1));
    if (text.empty()) return words;
    if (text[0] != ',') return std::nullopt;
    text.remove_prefix(1);
  }
}

std::optional<std::int32_t> read_whole_number(std::string_view text) {
  text = trimmed(text);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < -1'000'000 || number > 1'000'000) {
    return std::nullopt;
  }
  return number;
}

struct policy_of {
  result_kind result;
  bool unique;
};

std::optional<policy_of> result_of(const dmn::decision_table& table) {
  switch (table.hit_policy) {
  case dmn::hit_policy::unique:
    return policy_of{result_kind::first, true};
  case dmn::hit_policy::any:
  case dmn::hit_policy::first:
  case dmn::hit_policy::priority:
    return policy_of{result_kind::first, false};
  case dmn::hit_policy::rule_order:
  case dmn::hit_policy::output_order:
    return policy_of{result_kind::all, false};
  case dmn::hit_policy::collect:
    break;
  }
  switch (table.aggregation) {
  case dmn::aggregation::none:
    return policy_of{result_kind::all, false};
  case dmn::aggregation::sum:
    return policy_of{result_kind::sum, false};
  case dmn::aggregation::count:
    return policy_of{result_kind::count, false};
  case dmn::aggregation::min:
    return policy_of{result_kind::least, false};
  case dmn::aggregation::max:
    return policy_of{result_kind::most, false};
  }
  return std::nullopt;
}

} // namespace

// Compiles the tables of all models into one `compiled_tables`, collecting faults.
class table_compiler {
 public:
  table_compiler(
      const vocabulary& facts, std::span<const fact_definition> given, std::span<const dmn::definitions> models
  )
      : facts_(facts), models_(models) {
    result_.slots_ = facts_.all();
    for (const auto& value : given) {
      slot_of_.emplace(value.key, result_.slots_.size());
      result_.slots_.push_back(value);
    }
  }

  std::expected<compiled_tables, faults> run() {
    for (const auto& model : models_) {
      for (const auto& decision : model.decisions)
        take_decision(model, decision);
    }
    if (result_.slots_.size() > slots_max)
      add("", "", "too_many", "facts and results together are more than a policy may have");
    check_inputs();
    for (auto& source : tables_)
      read_columns(source);
    if (order_tables()) {
      for (auto* source : ordered_)
        compile_table(*source);
    }
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return std::move(result_);
  }

 private:
  // A column as read: cells over a slot, or left to the FEEL evaluator.
  struct source_column {
    std::size_t slot = 0;
    std::vector<unary_cell> cells; // by rule, in the order of the table
    std::optional<feel_column> feel;
  };

  struct source_table {
    const dmn::definitions* model;
    const dmn::decision* decision;
    const dmn::decision_table* table;
    std::string path;
    std::vector<compiled_output> outputs;
    std::vector<source_column> columns;
  };

  void
  add(const std::string& file, const std::string& path, const char* code, std::string detail, std::string remedy = {}) {
    found_.push_back({path, code, std::move(detail), std::move(remedy), file});
  }

  void take_decision(const dmn::definitions& model, const dmn::decision& decision) {
    const auto path = "decision[" + decision.name + "]";
    const auto* table = decision.table();
    if (!table) {
      add(model.file, path, "unsupported_logic", "a policy's decisions are decision tables",
          "write it as a decision table");
      return;
    }
    if (table->rules.empty() || table->rules.size() > table_rules_max) {
      add(model.file, path, "too_many_rules", "a table of a policy has 1 to 64 rules", "split it by theme");
      return;
    }
    if (tables_.size() == tables_max) {
      add(model.file, path, "too_many", "a policy has at most 64 decision tables");
      return;
    }
    if (!names_.insert(decision.name).second || slot_named(decision.name)) {
      add(model.file, path, "duplicate", "the name \"" + decision.name + "\" is already a decision or a fact",
          "choose another");
      return;
    }
    source_table source{&model, &decision, table, path + "/decisionTable", {}, {}};
    for (std::size_t i = 0; i < table->outputs.size(); ++i) {
      const auto name = table->outputs.size() == 1 ? decision.name : decision.name + "." + table->outputs[i].name;
      auto domain = read_output_domain(source, i, name);
      compiled_output output{
          table->outputs[i].name, static_cast<std::uint16_t>(result_.slots_.size()), code_without_value(domain.type)
      };
      const auto& otherwise = table->outputs[i].default_entry;
      if (otherwise) output.otherwise = read_result(source, domain, *otherwise).value_or(output.otherwise);
      slot_of_.emplace(name, result_.slots_.size());
      result_.slots_.push_back(std::move(domain));
      source.outputs.push_back(std::move(output));
    }
    tables_.push_back(std::move(source));
  }

  // The values an output can take: as listed by the table, or as its rules give them.
  fact_definition read_output_domain(const source_table& source, std::size_t output, const std::string& name) {
    fact_definition domain;
    domain.key = name;
    domain.label = name;
    domain.type = fact_type::enumeration;
    const auto& clause = source.table->outputs[output];
    if (clause.output_values) {
      if (auto words = read_text_list(clause.output_values->text)) {
        domain.values = std::move(*words);
      }
    }
    const bool listed = !domain.values.empty();
    for (const auto& rule : source.table->rules) {
      if (output >= rule.output_entries.size()) continue;
      const auto text = trimmed(rule.output_entries[output].text);
      if (const auto words = read_text_list(text); words && words->size() == 1) {
        if (!listed && !domain.find_value(words->front())) domain.values.push_back(words->front());
      } else if (read_whole_number(text)) {
        domain.type = fact_type::integer;
        domain.minimum = -1'000'000'000;
      } else if (text == "true" || text == "false") {
        domain.type = fact_type::boolean;
      }
    }
    if (domain.type != fact_type::enumeration) domain.values.clear();
    return domain;
  }

  std::optional<std::int32_t>
  read_result(const source_table& source, const fact_definition& domain, const dmn::feel_text& entry) {
    const auto text = trimmed(entry.text);
    switch (domain.type) {
    case fact_type::boolean:
      if (text == "true") return 2;
      if (text == "false") return 1;
      break;
    case fact_type::integer:
      if (const auto number = read_whole_number(text)) return number;
      break;
    case fact_type::enumeration:
    case fact_type::set:
      if (const auto words = read_text_list(text); words && words->size() == 1) {
        if (const auto index = domain.find_value(words->front())) return static_cast<std::int32_t>(*index) + 1;
        add(source.model->file, entry.place.path, "unknown_value",
            "\"" + words->front() + "\" is not among the output values");
        return std::nullopt;
      }
      break;
    }
    add(source.model->file, entry.place.path, "unsupported_output", "cannot compile the output " + std::string(text),
        "give one text, one whole number, true or false");
    return std::nullopt;
  }

  std::optional<std::size_t> slot_named(std::string_view name) const {
    if (const auto fact = facts_.find(name)) return fact;
    const auto it = slot_of_.find(std::string(name));
    if (it == slot_of_.end()) return std::nullopt;
    return it->second;
  }

  // Input data must be facts or decisions, so that a misspelt one is found although no table uses it.
  void check_inputs() {
    for (const auto& model : models_) {
      for (const auto& input : model.inputs) {
        if (!slot_named(input.name)) add_unknown(model.file, input.place.path, input.name);
      }
    }
  }

  void read_columns(source_table& source) {
    std::set<std::size_t> used;
    for (std::size_t i = 0; i < source.table->inputs.size(); ++i) {
      const auto& clause = source.table->inputs[i];
      const auto slot = slot_named(trimmed(clause.expression.text));
      if (slot && !used.insert(*slot).second && result_.slots_[*slot].type != fact_type::set) {
        add(source.model->file, clause.expression.place.path, "duplicate",
            "two columns test \"" + clause.expression.text + "\"", "put both tests in one column");
      }
      source.columns.push_back(slot ? read_column(source, i, *slot) : read_computed_column(source, i));
    }
  }

  // A column over a slot. A cell that says more than bit sets hold leaves the column to the FEEL evaluator.
  source_column read_column(const source_table& source, std::size_t input, std::size_t slot) {
    source_column column{slot, {}, {}};
    faults found;
    bool beyond = false;
    for (const auto& rule : source.table->rules) {
      column.cells.emplace_back();
      if (input >= rule.input_entries.size()) continue;
      const auto& entry = rule.input_entries[input];
      auto cell = unary_cell::read(entry.text, result_.slots_[slot]);
      if (cell) {
        column.cells.back() = std::move(*cell);
        continue;
      }
      beyond = beyond || feel_column::worth_reading(entry.text, result_.slots_);
      found.push_back(
          {entry.place.path, cell.error().code, cell.error().detail, cell.error().remedy, source.model->file}
      );
    }
    if (found.empty()) return column;
    if (beyond) {
      auto read = feel_column::read(*source.table, input, result_.slots_, source.model->file);
      if (read) {
        column.feel = std::move(*read);
        return column;
      }
    }
    found_.insert(found_.end(), found.begin(), found.end());
    return column;
  }

  // A column over an expression.
  source_column read_computed_column(const source_table& source, std::size_t input) {
    source_column column{0, std::vector<unary_cell>(source.table->rules.size()), {}};
    const auto& expression = source.table->inputs[input].expression;
    const auto text = trimmed(expression.text);
    auto read = feel_column::read(*source.table, input, result_.slots_, source.model->file);
    if (read && !read->slots().empty()) {
      column.feel = std::move(*read);
    } else if (read || std::ranges::all_of(text, [](char c) {
                 return c == '_' || c == ' ' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9');
               })) {
      add_unknown(source.model->file, expression.place.path, std::string(text));
    } else {
      found_.insert(found_.end(), read.error().begin(), read.error().end());
    }
    return column;
  }

  void add_unknown(const std::string& file, const std::string& path, const std::string& name) {
    const auto nearest = facts_.nearest(name);
    add(file, path, "unknown_fact", "\"" + name + "\" is neither a fact nor a decision of this policy",
        nearest.empty() ? "use a fact of vocabulary.json" : "did you mean \"" + std::string(nearest) + "\"?");
  }

  static std::vector<std::size_t> slots_of(const source_column& column) {
    if (!column.feel) return {column.slot};
    return {column.feel->slots().begin(), column.feel->slots().end()};
  }

  // Depth-first, so that a table comes after the tables whose results it tests. A circle is a fault.
  // False when there is one.
  bool order_tables() {
    const auto before = found_.size();
    std::map<std::size_t, std::size_t> maker;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      for (const auto& output : tables_[i].outputs)
        maker[output.slot] = i;
    }
    enum class mark : std::uint8_t { fresh, open, done };
    std::vector<mark> marks(tables_.size(), mark::fresh);
    const auto visit = [&](auto&& self, std::size_t index) -> void {
      if (marks[index] == mark::done) return;
      auto& source = tables_[index];
      if (marks[index] == mark::open) {
        add(source.model->file, source.path, "circle",
            "the decision \"" + source.decision->name + "\" needs its own result");
        return;
      }
      marks[index] = mark::open;
      for (std::size_t i = 0; i < source.columns.size(); ++i) {
        for (const auto slot : slots_of(source.columns[i])) {
          const auto it = maker.find(slot);
          if (it == maker.end()) continue;
          if (result_of(*tables_[it->second].table)->result == result_kind::all) {
            add(source.model->file, source.table->inputs[i].expression.place.path, "unsupported_input",
                "the result of \"" + tables_[it->second].decision->name + "\" is a list and cannot be tested",
                "give that table another hit policy");
          }
          self(self, it->second);
        }
      }
      marks[index] = mark::done;
      ordered_.push_back(&source);
    };
    for (std::size_t i = 0; i < tables_.size() && found_.size() == before; ++i)
      visit(visit, i);
    return found_.size() == before;
  }

  void compile_table(source_table& source) {
    const auto policy = *result_of(*source.table);
    compiled_table table;
    table.name = source.decision->name;
    table.file = source.model->file;
    table.first_column = static_cast<std::uint32_t>(result_.columns_.size());
    table.result = policy.result;
    table.unique = policy.unique;
    table.outputs = source.outputs;
    auto rules = read_rules(source);
    const auto count = rules.size();
    table.all_rules = count == 64 ? ~rule_mask{0} : (rule_mask{1} << count) - 1;
    std::vector<feel_column> by_feel;
    for (auto& column : source.columns) {
      if (column.feel)
        by_feel.push_back(leave_to_feel(column, rules, table.all_rules));
      else
        compile_column(column, rules);
    }
    table.columns = static_cast<std::uint32_t>(result_.columns_.size()) - table.first_column;
    table.by_feel = !by_feel.empty();
    for (std::size_t i = 0; i < table.outputs.size(); ++i) {
      for (const auto& rule : rules)
        table.results.push_back(i < rule.compiled.results.size() ? rule.compiled.results[i] : 0);
    }
    for (auto& rule : rules)
      table.rules.push_back(std::move(rule.compiled));
    result_.add_core(table, std::move(by_feel));
    result_.tables_.push_back(std::move(table));
  }

  struct rule_in_work {
    std::size_t place = 0; // in the table
    compiled_rule compiled;
  };

  std::vector<rule_in_work> read_rules(const source_table& source) {
    const auto& table = *source.table;
    std::vector<rule_in_work> rules;
    std::set<std::string> ids;
    for (std::size_t place = 0; place < table.rules.size(); ++place) {
      const auto& rule = table.rules[place];
      rule_in_work work{place, {}};
      work.compiled.id = rule.id.empty() ? table_rule_name(source, rules.size()) : rule.id;
      if (!ids.insert(work.compiled.id).second) {
        add(source.model->file, rule.place.path, "duplicate", "two rules have the id " + rule.id);
      }
      for (std::size_t i = 0; i < rule.annotations.size() && i < table.annotation_names.size(); ++i) {
        if (table.annotation_names[i] == "why") work.compiled.why = std::string(trimmed(rule.annotations[i]));
        if (table.annotation_names[i] == "source") work.compiled.source = std::string(trimmed(rule.annotations[i]));
      }
      if (rule.input_entries.size() != table.inputs.size() || rule.output_entries.size() != table.outputs.size()) {
        add(source.model->file, rule.place.path, "wrong_size", "the rule needs one cell for each column");
        continue;
      }
      for (std::size_t i = 0; i < rule.output_entries.size(); ++i) {
        const auto& domain = result_.slots_[source.outputs[i].slot];
        work.compiled.results.push_back(read_result(source, domain, rule.output_entries[i]).value_or(0));
      }
      rules.push_back(std::move(work));
    }
    // The order of output values is the order of priority; listed first is most important (DMN 1.5 chapter 8.2.8).
    if (table.hit_policy == dmn::hit_policy::priority || table.hit_policy == dmn::hit_policy::output_order) {
      order_by_result(rules);
    }
    return rules;
  }

  // Equal results keep the order of the table.
  static void order_by_result(std::vector<rule_in_work>& rules) {
    std::vector<std::pair<std::vector<std::int32_t>, std::size_t>> keys;
    for (const auto& rule : rules)
      keys.emplace_back(rule.compiled.results, keys.size());
    std::ranges::sort(keys);
    std::vector<rule_in_work> ordered;
    for (const auto& key : keys)
      ordered.push_back(std::move(rules[key.second]));
    rules = std::move(ordered);
  }

  static std::string table_rule_name(const source_table& source, std::size_t index) {
    return source.decision->name + "-" + std::to_string(index + 1);
  }

  // The rules in their order, and for each slot the column looks at an entry that says so.
  feel_column leave_to_feel(source_column& from, std::vector<rule_in_work>& rules, rule_mask all) {
    std::vector<std::size_t> order;
    for (auto& rule : rules) {
      order.push_back(rule.place);
      for (const auto slot : from.feel->slots_of(rule.place)) {
        if (std::ranges::find(rule.compiled.slots, slot) == rule.compiled.slots.end())
          rule.compiled.slots.push_back(slot);
      }
    }
    from.feel->reorder(order);
    for (const auto slot : from.feel->slots()) {
      compiled_column column;
      column.slot = slot;
      column.kind = column_kind::by_feel;
      column.without_value = all;
      column.possible = all;
      result_.columns_.push_back(column);
    }
    return std::move(*from.feel);
  }

  void compile_column(source_column& from, std::vector<rule_in_work>& rules) {
    const auto slot = from.slot;
    const auto& domain = result_.slots_[slot];
    std::vector<unary_cell> cells;
    for (auto& rule : rules) {
      auto& cell = from.cells[rule.place];
      if (!cell.any()) rule.compiled.slots.push_back(static_cast<std::uint16_t>(slot));
      cells.push_back(std::move(cell));
    }
    compiled_column column;
    column.slot = static_cast<std::uint16_t>(slot);
    column.mask_at = static_cast<std::uint32_t>(result_.masks_.size());
    for (std::size_t r = 0; r < cells.size(); ++r) {
      if (cells[r].any()) column.without_value |= rule_mask{1} << r;
    }
    column.possible = column.without_value;
    switch (domain.type) {
    case fact_type::boolean:
    case fact_type::enumeration:
      compile_by_code(column, cells, domain);
      break;
    case fact_type::integer:
      compile_by_interval(column, cells, domain);
      break;
    case fact_type::set:
      compile_by_member(column, cells, domain);
      break;
    }
    result_.columns_.push_back(column);
  }

  static rule_mask mask_for(const std::vector<unary_cell>& cells, std::int32_t code) {
    rule_mask mask = 0;
    for (std::size_t r = 0; r < cells.size(); ++r) {
      if (cells[r].accepts(code)) mask |= rule_mask{1} << r;
    }
    return mask;
  }

  void compile_by_code(compiled_column& column, const std::vector<unary_cell>& cells, const fact_definition& domain) {
    column.kind = column_kind::by_code;
    result_.masks_.push_back(column.without_value);
    const auto count = domain.type == fact_type::boolean ? 2 : static_cast<std::int32_t>(domain.values.size());
    for (std::int32_t code = 1; code <= count; ++code) {
      result_.masks_.push_back(mask_for(cells, code));
      column.possible |= result_.masks_.back();
    }
  }

  void
  compile_by_interval(compiled_column& column, const std::vector<unary_cell>& cells, const fact_definition& domain) {
    column.kind = column_kind::by_interval;
    column.cut_at = static_cast<std::uint32_t>(result_.cuts_.size());
    // The first interval holds "no value" alone; a cut is kept only where the accepting rules change.
    std::set<std::int32_t> candidates{domain.minimum};
    for (const auto& cell : cells) {
      for (const auto cut : cell.cuts()) {
        if (cut > domain.minimum && cut <= domain.maximum) candidates.insert(cut);
      }
    }
    result_.masks_.push_back(column.without_value);
    for (const auto cut : candidates) {
      const auto mask = mask_for(cells, cut);
      column.possible |= mask;
      if (mask == result_.masks_.back()) continue;
      result_.cuts_.push_back(cut);
      result_.masks_.push_back(mask);
      ++column.cuts;
    }
  }

  void compile_by_member(compiled_column& column, const std::vector<unary_cell>& cells, const fact_definition& domain) {
    column.kind = column_kind::by_member;
    const auto members = domain.values.size();
    column.cuts = static_cast<std::uint8_t>(members);
    std::vector<rule_mask> masks(2 * members + 1, 0);
    for (std::size_t r = 0; r < cells.size(); ++r) {
      if (cells[r].any()) continue;
      const auto bit = rule_mask{1} << r;
      for (std::size_t member = 0; member < members; ++member) {
        if ((cells[r].members() >> member) & 1U) masks[(cells[r].negated() ? members : 0) + member] |= bit;
      }
      if (cells[r].negated()) masks[2 * members] |= bit;
      column.possible |= bit;
    }
    result_.masks_.insert(result_.masks_.end(), masks.begin(), masks.end());
  }

  const vocabulary& facts_;
  std::span<const dmn::definitions> models_;
  faults found_;
  compiled_tables result_;
  std::vector<source_table> tables_;
  std::vector<source_table*> ordered_;
  std::set<std::string> names_;
  std::map<std::string, std::size_t> slot_of_;
};

std::expected<compiled_tables, faults> compiled_tables::compile(
    const vocabulary& facts, std::span<const fact_definition> given, std::span<const dmn::definitions> models
) {
  return table_compiler(facts, given, models).run();
}

} // namespace frontdoor::triage
