#pragma once
// Internal to the reader: walking one document, its places and its faults.

#include <pugixml.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triage/dmn/model.hpp"
#include "triage/dmn/reader.hpp"

namespace frontdoor::triage::dmn::detail {

// The document's faults and line table. One for each reading.
class reading {
 public:
  reading(std::string_view xml, std::string file, const reader_limits& limits);

  // Whether a namespace is one of the published DMN model namespaces.
  static bool is_model_namespace(std::string_view ns);
  // The local name of an element, or "" when its namespace is not a DMN one.
  std::string_view local_name(pugi::xml_node node) const;
  // The child elements with this local name, in order.
  std::vector<pugi::xml_node> children(pugi::xml_node parent, std::string_view name) const;
  pugi::xml_node child(pugi::xml_node parent, std::string_view name) const;
  std::string child_text(pugi::xml_node parent, std::string_view name) const;
  // The namespace a prefix stands for at this node; "" when none.
  static std::string_view namespace_of(pugi::xml_node node, std::string_view prefix);

  source_place place(pugi::xml_node node, std::string path) const;
  void fault(std::string code, std::string detail, const source_place& where, std::string remedy = {});
  // The required attribute `name`, as a DMN name; a fault when it is missing.
  std::string required_name(pugi::xml_node node, const source_place& where);

  std::string language; // of the definitions element
  faults found;
  const reader_limits& limits;

  // reader_expressions.cpp
  expression_ptr read_expression_in(pugi::xml_node parent, const std::string& path);
  function_definition read_function(pugi::xml_node node, const std::string& path);
  information_item read_information_item(pugi::xml_node node, const std::string& path);
  feel_text read_text(pugi::xml_node node, std::string path);

 private:
  expression_ptr read_expression(pugi::xml_node node, const std::string& path);
  expression_ptr required_expression(pugi::xml_node parent, std::string_view child_name, const std::string& path);
  decision_table read_table(pugi::xml_node node, const std::string& path);
  void read_clauses(pugi::xml_node node, const std::string& path, decision_table& table);
  decision_rule read_rule(pugi::xml_node node, const std::string& path, const decision_table& table);
  boxed_context read_context(pugi::xml_node node, const std::string& path);
  relation read_relation(pugi::xml_node node, const std::string& path);
  invocation read_invocation(pugi::xml_node node, const std::string& path);
  iterator read_iterator(pugi::xml_node node, std::string_view name, const std::string& path);

  std::vector<std::size_t> line_starts_;
  std::string file_;
};

bool is_expression_name(std::string_view local);

} // namespace frontdoor::triage::dmn::detail
