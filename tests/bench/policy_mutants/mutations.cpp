#include "tests/bench/policy_mutants/mutations.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>
#include <string_view>

#include <pugixml.hpp>

namespace frontdoor::bench {
namespace {

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::vector<pugi::xml_node> children(const pugi::xml_node& of, std::string_view name) {
  std::vector<pugi::xml_node> found;
  for (const auto& child : of.children()) {
    if (local_name(child) == name) found.push_back(child);
  }
  return found;
}

pugi::xml_node text_of(const pugi::xml_node& entry) {
  const auto found = children(entry, "text");
  return found.empty() ? pugi::xml_node{} : found.front();
}

struct table_node {
  std::string name;
  std::vector<pugi::xml_node> rules;
  std::vector<std::string> scale; // the output's values, as they are written
};

// The parts of `text` between commas that stand in no quotes or brackets.
std::vector<std::string> alternatives(std::string_view text) {
  std::vector<std::string> parts{""};
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted) depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (c == ',' && depth == 0 && !quoted)
      parts.emplace_back();
    else if (c != ' ' || quoted || depth != 0 || !parts.back().empty())
      parts.back() += c;
  }
  return parts;
}

std::vector<table_node> tables_of(const pugi::xml_document& document) {
  std::vector<table_node> tables;
  for (const auto& decision : children(document.document_element(), "decision")) {
    table_node found{decision.attribute("name").as_string(), {}, {}};
    for (const auto& table : children(decision, "decisionTable")) {
      found.rules = children(table, "rule");
      for (const auto& output : children(table, "output")) {
        for (const auto& values : children(output, "outputValues"))
          found.scale = alternatives(text_of(values).child_value());
      }
    }
    tables.push_back(std::move(found));
  }
  return tables;
}

std::string without(const std::vector<std::string>& parts, std::size_t left_out) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != left_out) text += (text.empty() ? "" : ", ") + parts[i];
  }
  return text;
}

// "<= 15" -> "<= 14", ">= 500" -> ">= 501"; nothing for anything else.
std::string one_step_narrower(const std::string& text) {
  const auto digit = text.find_first_of("0123456789");
  if (digit == std::string::npos || (text[0] != '<' && text[0] != '>')) return {};
  std::int32_t number = 0;
  const auto* end = text.data() + text.size();
  if (std::from_chars(text.data() + digit, end, number).ptr != end) return {};
  return text.substr(0, digit) + std::to_string(text[0] == '<' ? number - 1 : number + 1);
}

std::vector<std::string> narrower(const std::string& text) {
  std::vector<std::string> found;
  if (text == "-" || text.starts_with("not")) return found;
  const auto parts = alternatives(text);
  for (std::size_t i = 0; parts.size() > 1 && i < parts.size(); ++i)
    found.push_back(without(parts, i));
  if (const auto number = one_step_narrower(text); !number.empty()) found.push_back(number);
  return found;
}

std::set<std::string> names(const triage::policy_pack& pack, bool grading) {
  std::set<std::string> found;
  if (grading) {
    for (const auto& table : pack.grading)
      found.insert(pack.tables[table.table].name);
  } else {
    for (const auto& table : pack.thrive)
      if (table) found.insert(pack.tables[table->table].name);
  }
  return found;
}

class lister {
 public:
  lister(const triage::policy_pack& pack, std::string file)
      : file_(std::move(file)), grading_(names(pack, true)), left_out_(names(pack, false)) {}

  std::vector<mutation> run(const pugi::xml_document& document) {
    const auto tables = tables_of(document);
    for (decision_ = 0; decision_ < tables.size(); ++decision_) {
      table_ = tables[decision_].name;
      scale_ = tables[decision_].scale;
      if (left_out_.contains(table_)) continue;
      for (rule_ = 0; rule_ < tables[decision_].rules.size(); ++rule_)
        list_rule(tables[decision_].rules[rule_]);
    }
    return std::move(found_);
  }

 private:
  void add(mistake kind, const pugi::xml_node& rule, std::size_t cell, std::string text, const std::string& told) {
    found_.push_back(
        {kind, file_, decision_, rule_, cell, std::move(text),
         table_ + ' ' + rule.attribute("id").as_string() + ": " + told}
    );
  }

  void list_rule(const pugi::xml_node& rule) {
    add(mistake::rule_dropped, rule, 0, {}, "left out");
    const auto inputs = children(rule, "inputEntry");
    for (std::size_t cell = 0; cell < inputs.size(); ++cell) {
      for (auto& text : narrower(text_of(inputs[cell]).child_value()))
        add(mistake::narrower_cell, rule, cell, text, "cell " + std::to_string(cell + 1) + " is only " + text);
    }
    if (!grading_.contains(table_)) return;
    const std::string grade = text_of(children(rule, "outputEntry").front()).child_value();
    const auto it = std::ranges::find(scale_, grade);
    if (it == scale_.end() || std::next(it) == scale_.end()) return;
    add(mistake::softer_grade, rule, 0, *std::next(it), "grade " + *std::next(it) + " instead of " + grade);
  }

  const std::string file_;
  const std::set<std::string> grading_;
  const std::set<std::string> left_out_;
  std::vector<mutation> found_;
  std::string table_;
  std::vector<std::string> scale_;
  std::size_t decision_ = 0;
  std::size_t rule_ = 0;
};

} // namespace

std::vector<mutation> mutations_of(const pack_files& files, const triage::policy_pack& pack) {
  std::vector<mutation> all;
  for (const auto& [name, content] : files) {
    pugi::xml_document document;
    if (!name.ends_with(".dmn") || !document.load_string(content.c_str())) continue;
    auto found = lister(pack, name).run(document);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

pack_files mutated(const pack_files& files, const mutation& made) {
  auto changed = files;
  pugi::xml_document document;
  document.load_string(files.at(made.file).c_str());
  auto rule = tables_of(document).at(made.decision).rules.at(made.rule);
  switch (made.kind) {
  case mistake::rule_dropped:
    rule.parent().remove_child(rule);
    break;
  case mistake::narrower_cell:
    text_of(children(rule, "inputEntry").at(made.cell)).text().set(made.text.c_str());
    break;
  case mistake::softer_grade:
    text_of(children(rule, "outputEntry").front()).text().set(made.text.c_str());
    // The output values of the table list the whole scale, so that the softer grade is among them.
    break;
  }
  std::ostringstream text;
  document.save(text);
  changed[made.file] = text.str();
  return changed;
}

} // namespace frontdoor::bench
