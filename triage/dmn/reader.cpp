#include "triage/dmn/reader.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "triage/dmn/reader_support.hpp"

namespace frontdoor::triage::dmn {

std::string normal_name(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

namespace detail {

reading::reading(std::string_view xml, std::string file, const reader_limits& bounds)
    : limits(bounds), file_(std::move(file)) {
  line_starts_.push_back(0);
  for (std::size_t at = 0; at < xml.size(); ++at) {
    if (xml[at] == '\n') line_starts_.push_back(at + 1);
  }
}

bool reading::is_model_namespace(std::string_view ns) {
  static constexpr std::array<std::string_view, 7> published = {
      "http://www.omg.org/spec/DMN/20151101/dmn.xsd",   // 1.1
      "http://www.omg.org/spec/DMN/20151101/dmn11.xsd", // 1.1, as some tools wrote it
      "http://www.omg.org/spec/DMN/20180521/MODEL/",    // 1.2
      "https://www.omg.org/spec/DMN/20191111/MODEL/",   // 1.3
      "https://www.omg.org/spec/DMN/20211108/MODEL/",   // 1.4
      "https://www.omg.org/spec/DMN/20230324/MODEL/",   // 1.5
      "https://www.omg.org/spec/DMN/20240513/MODEL/",   // 1.6
  };
  return std::find(published.begin(), published.end(), ns) != published.end();
}

std::string_view reading::namespace_of(pugi::xml_node node, std::string_view prefix) {
  const std::string attribute = prefix.empty() ? std::string("xmlns") : "xmlns:" + std::string(prefix);
  for (; node.type() == pugi::node_element; node = node.parent()) {
    if (const auto found_here = node.attribute(attribute.c_str())) return found_here.value();
  }
  return {};
}

std::string_view reading::local_name(pugi::xml_node node) const {
  if (node.type() != pugi::node_element) return {};
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  const std::string_view prefix = colon == std::string_view::npos ? std::string_view{} : name.substr(0, colon);
  if (!is_model_namespace(namespace_of(node, prefix))) return {};
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::vector<pugi::xml_node> reading::children(pugi::xml_node parent, std::string_view name) const {
  std::vector<pugi::xml_node> out;
  for (const auto node : parent.children()) {
    if (node.type() == pugi::node_element && local_name(node) == name) out.push_back(node);
  }
  return out;
}

pugi::xml_node reading::child(pugi::xml_node parent, std::string_view name) const {
  for (const auto node : parent.children()) {
    if (node.type() == pugi::node_element && local_name(node) == name) return node;
  }
  return {};
}

std::string reading::child_text(pugi::xml_node parent, std::string_view name) const {
  std::string out;
  for (const auto piece : child(parent, name).children()) {
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) out += piece.value();
  }
  return out;
}

source_place reading::place(pugi::xml_node node, std::string path) const {
  source_place out;
  out.path = std::move(path);
  const auto offset = node.offset_debug();
  if (offset >= 0) {
    const auto at = static_cast<std::size_t>(offset);
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), at);
    out.line = static_cast<std::uint32_t>(after - line_starts_.begin());
    out.column = static_cast<std::uint32_t>(at - *(after - 1) + 1);
  }
  return out;
}

void reading::fault(std::string code, std::string detail, const source_place& where, std::string remedy) {
  if (found.size() >= limits.faults) return;
  std::string text = std::move(detail);
  if (where.line != 0) {
    text += " (line " + std::to_string(where.line) + ", column " + std::to_string(where.column) + ")";
  }
  found.push_back({where.path, std::move(code), std::move(text), std::move(remedy), file_});
}

std::string reading::required_name(pugi::xml_node node, const source_place& where) {
  auto name = normal_name(node.attribute("name").value());
  if (name.empty()) fault("name_missing", "the element has no name", where, "give it a name");
  return name;
}

namespace {

// Builds one model from its root element.
class model_reader {
 public:
  model_reader(reading& r, definitions& out) : r_(r), out_(out) {}

  void read(pugi::xml_node root) {
    out_.id = root.attribute("id").value();
    out_.name = normal_name(root.attribute("name").value());
    out_.ns = root.attribute("namespace").value();
    out_.expression_language = root.attribute("expressionLanguage").value();
    r_.language = out_.expression_language;
    for (const auto node : root.children()) {
      if (node.type() == pugi::node_element) read_element(node);
    }
    check_ids();
  }

 private:
  static std::string step(std::string_view kind, pugi::xml_node node) {
    std::string label = normal_name(node.attribute("name").value());
    if (label.empty()) label = node.attribute("id").value();
    return std::string(kind) + "[" + label + "]";
  }

  void read_element(pugi::xml_node node) {
    const auto kind = r_.local_name(node);
    if (kind.empty()) return; // another vocabulary's element
    const auto path = step(kind, node);
    if (kind == "import") {
      read_import(node, path);
    } else if (kind == "itemDefinition") {
      out_.item_definitions.push_back(read_item(node, path));
    } else if (kind == "inputData") {
      read_input(node, path);
    } else if (kind == "decision") {
      read_decision(node, path);
    } else if (kind == "businessKnowledgeModel") {
      read_knowledge(node, path);
    } else if (kind == "decisionService") {
      read_service(node, path);
    }
  }

  void read_import(pugi::xml_node node, const std::string& path) {
import item;
    item.name = normal_name(node.attribute("name").value());
    item.ns = node.attribute("namespace").value();
    item.import_type = node.attribute("importType").value();
    item.location = node.attribute("locationURI").value();
    item.place = r_.place(node, path);
    if (item.ns.empty()) r_.fault("namespace_missing", "the import names no namespace", item.place);
    out_.imports.push_back(std::move(item));
  }

  item_definition read_item(pugi::xml_node node, const std::string& path) {
    item_definition item;
    item.place = r_.place(node, path);
    item.id = node.attribute("id").value();
    item.name = r_.required_name(node, item.place);
    item.label = node.attribute("label").value();
    item.is_collection = node.attribute("isCollection").as_bool();
    item.type_ref = normal_name(r_.child_text(node, "typeRef"));
    if (item.type_ref.empty()) item.type_ref = normal_name(node.attribute("typeRef").value());
    for (const auto component : r_.children(node, "itemComponent")) {
      item.components.push_back(read_item(component, path + "/" + step("itemComponent", component)));
    }
    if (const auto values = r_.child(node, "allowedValues")) {
      item.allowed_values = r_.read_text(values, path + "/allowedValues");
    }
    if (const auto constraint = r_.child(node, "typeConstraint")) {
      item.type_constraint = r_.read_text(constraint, path + "/typeConstraint");
    }
    if (const auto function = r_.child(node, "functionItem")) {
      item_definition::function_item signature;
      signature.output_type = normal_name(function.attribute("outputTypeRef").value());
      for (const auto parameter : r_.children(function, "parameters")) {
        signature.parameters.push_back(r_.read_information_item(parameter, path));
      }
      item.function = std::move(signature);
    }
    return item;
  }

  // The variable of a named element; it bears the element's name when the file gives none (chapter 6.3).
  information_item read_variable(pugi::xml_node node, const std::string& name, const std::string& path) {
    information_item item;
    if (const auto variable = r_.child(node, "variable")) item = r_.read_information_item(variable, path);
    if (item.name.empty()) item.name = name;
    return item;
  }

  static reference parse_href(std::string_view href) {
    const auto hash = href.rfind('#');
    if (hash == std::string_view::npos) return {{}, std::string(href)};
    return {std::string(href.substr(0, hash)), std::string(href.substr(hash + 1))};
  }

  void add_reference(pugi::xml_node node, const source_place& where, std::vector<reference>& out) {
    auto href = parse_href(node.attribute("href").value());
    if (href.id.empty()) {
      r_.fault("reference_missing", "the element refers to nothing", where, "give it an href like \"#id\"");
      return;
    }
    if (href.ns == out_.ns) href.ns.clear(); // the model's own namespace spelled out
    out.push_back(std::move(href));
  }

  void
  add_references(pugi::xml_node node, std::string_view name, const std::string& path, std::vector<reference>& out) {
    for (const auto target : r_.children(node, name)) {
      add_reference(target, r_.place(target, path + "/" + std::string(name)), out);
    }
  }

  void read_input(pugi::xml_node node, const std::string& path) {
    input_data item;
    item.place = r_.place(node, path);
    item.id = node.attribute("id").value();
    item.name = r_.required_name(node, item.place);
    item.label = node.attribute("label").value();
    item.variable = read_variable(node, item.name, path + "/variable");
    out_.inputs.push_back(std::move(item));
  }

  void read_decision(pugi::xml_node node, const std::string& path) {
    decision item;
    item.place = r_.place(node, path);
    item.id = node.attribute("id").value();
    item.name = r_.required_name(node, item.place);
    item.label = node.attribute("label").value();
    item.description = r_.child_text(node, "description");
    item.question = r_.child_text(node, "question");
    item.allowed_answers = r_.child_text(node, "allowedAnswers");
    item.variable = read_variable(node, item.name, path + "/variable");
    for (const auto requirement : r_.children(node, "informationRequirement")) {
      const auto step_path = path + "/informationRequirement";
      add_references(requirement, "requiredDecision", step_path, item.required_decisions);
      add_references(requirement, "requiredInput", step_path, item.required_inputs);
    }
    for (const auto requirement : r_.children(node, "knowledgeRequirement")) {
      add_references(requirement, "requiredKnowledge", path + "/knowledgeRequirement", item.required_knowledge);
    }
    item.logic = r_.read_expression_in(node, path);
    out_.decisions.push_back(std::move(item));
  }

  void read_knowledge(pugi::xml_node node, const std::string& path) {
    business_knowledge_model item;
    item.place = r_.place(node, path);
    item.id = node.attribute("id").value();
    item.name = r_.required_name(node, item.place);
    item.description = r_.child_text(node, "description");
    item.variable = read_variable(node, item.name, path + "/variable");
    for (const auto requirement : r_.children(node, "knowledgeRequirement")) {
      add_references(requirement, "requiredKnowledge", path + "/knowledgeRequirement", item.required_knowledge);
    }
    if (const auto logic = r_.child(node, "encapsulatedLogic")) {
      item.logic = r_.read_function(logic, path + "/encapsulatedLogic");
      item.result_type = normal_name(logic.attribute("typeRef").value());
    }
    out_.knowledge_models.push_back(std::move(item));
  }

  void read_service(pugi::xml_node node, const std::string& path) {
    decision_service item;
    item.place = r_.place(node, path);
    item.id = node.attribute("id").value();
    item.name = r_.required_name(node, item.place);
    item.variable = read_variable(node, item.name, path + "/variable");
    add_references(node, "outputDecision", path, item.output_decisions);
    add_references(node, "encapsulatedDecision", path, item.encapsulated_decisions);
    add_references(node, "inputDecision", path, item.input_decisions);
    add_references(node, "inputData", path, item.input_data);
    if (item.output_decisions.empty()) {
      r_.fault("output_missing", "the decision service has no output decision", item.place);
    }
    out_.services.push_back(std::move(item));
  }

  // An id is the target of references, so it names one element only.
  void check_ids() {
    std::unordered_set<std::string> seen;
    const auto check = [&](const std::string& id, const source_place& where) {
      if (!id.empty() && !seen.insert(id).second) {
        r_.fault(
            "duplicate_id", "another element has the id \"" + id + "\" too", where, "give each element its own id"
        );
      }
    };
    for (const auto& item : out_.inputs)
      check(item.id, item.place);
    for (const auto& item : out_.decisions)
      check(item.id, item.place);
    for (const auto& item : out_.knowledge_models)
      check(item.id, item.place);
    for (const auto& item : out_.services)
      check(item.id, item.place);
  }

  reading& r_;
  definitions& out_;
};

// pugixml builds a document of any depth without recursion; what walks it here recurses, so the depth is checked first.
bool deeper_than(pugi::xml_node root, std::size_t limit) {
  struct walker : pugi::xml_tree_walker {
    std::size_t limit = 0;
    bool for_each(pugi::xml_node&) override { return static_cast<std::size_t>(depth()) < limit; }
  } walk;
  walk.limit = limit;
  return !root.traverse(walk);
}

} // namespace
} // namespace detail

std::expected<definitions, faults>
read_definitions(std::string_view xml, std::string file_name, const reader_limits& limits) {
  detail::reading r(xml.substr(0, std::min(xml.size(), limits.bytes)), file_name, limits);
  const auto refuse = [&](std::string code, std::string detail, const source_place& where) {
    r.fault(std::move(code), std::move(detail), where);
    return std::unexpected(std::move(r.found));
  };
  if (xml.size() > limits.bytes) {
    return refuse("too_large", "the file is larger than " + std::to_string(limits.bytes) + " bytes", {});
  }
  pugi::xml_document document;
  const auto result = document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!result) {
    source_place where;
    const auto upto = xml.substr(0, static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)));
    where.line = static_cast<std::uint32_t>(std::count(upto.begin(), upto.end(), '\n') + 1);
    where.column = static_cast<std::uint32_t>(upto.size() - (upto.rfind('\n') + 1) + 1);
    return refuse("not_xml", std::string("the text is not well-formed XML: ") + result.description(), where);
  }
  if (detail::deeper_than(document.root(), limits.depth)) {
    return refuse("too_deep", "elements are nested deeper than " + std::to_string(limits.depth), {});
  }
  const auto root = document.document_element();
  if (r.local_name(root) != "definitions") {
    return refuse(
        "not_dmn", "the root element is not `definitions` of a published DMN namespace", r.place(root, root.name())
    );
  }
  definitions out;
  out.file = std::move(file_name);
  detail::model_reader(r, out).read(root);
  if (!r.found.empty()) return std::unexpected(std::move(r.found));
  return out;
}

} // namespace frontdoor::triage::dmn
