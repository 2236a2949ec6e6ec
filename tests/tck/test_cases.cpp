#include "tests/tck/test_cases.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <cstring>

#include "tests/tck/tzdb_zones.hpp"

namespace frontdoor::tck {
namespace {

using namespace triage::dmn;

std::string_view local(pugi::xml_node node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (const auto node : parent.children()) {
    if (local(node) == name) return node;
  }
  return {};
}

std::string attribute(pugi::xml_node node, std::string_view name) {
  for (const auto one : node.attributes()) {
    std::string_view known = one.name();
    if (const auto colon = known.find(':'); colon != std::string_view::npos) known = known.substr(colon + 1);
    if (known == name) return one.value();
  }
  return {};
}

std::string trimmed(std::string text) {
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.back()))
    text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
  return text;
}

bool is_nil(pugi::xml_node node) {
  return attribute(node, "nil") == "true";
}

value simple_value(pugi::xml_node node) {
  static const tzdb_zones zones;
  if (is_nil(node)) return {};
  auto type = attribute(node, "type");
  if (const auto colon = type.find(':'); colon != std::string::npos) type = type.substr(colon + 1);
  const std::string raw = node.child_value();
  if (type.empty() || type == "string") return raw;
  const auto text = trimmed(raw);
  if (type == "boolean") return text == "true" || text == "1";
  if (type == "date") return parse_date(text) ? value(*parse_date(text)) : value();
  if (type == "time") return parse_time(text, &zones) ? value(*parse_time(text, &zones)) : value();
  if (type == "dateTime") return parse_date_time(text, &zones) ? value(*parse_date_time(text, &zones)) : value();
  if (type.ends_with("uration")) {
    if (const auto days = parse_days_duration(text)) return *days;
    return parse_months_duration(text) ? value(*parse_months_duration(text)) : value();
  }
  const auto n = number::parse(text);
  return n ? value(*n) : value(raw);
}

// A valueType: value, components or list.
value typed_value(pugi::xml_node node) {
  auto members = std::make_shared<context_data>();
  bool any = false;
  for (const auto part : node.children()) {
    const auto name = local(part);
    if (name == "value") return simple_value(part);
    if (name == "list") {
      if (is_nil(part)) return {};
      std::vector<value> items;
      for (const auto item : part.children()) {
        if (local(item) == "item") items.push_back(typed_value(item));
      }
      return items;
    }
    if (name == "component") {
      any = true;
      members->put(attribute(part, "name"), is_nil(part) ? value() : typed_value(part));
    }
  }
  return any ? value(context_ptr(std::move(members))) : value();
}

test_case read_case(pugi::xml_node node) {
  test_case out;
  out.id = attribute(node, "id");
  out.invocable = attribute(node, "invocableName");
  const auto type = attribute(node, "type");
  out.what = type == "decisionService" ? subject::service : type == "bkm" ? subject::knowledge : subject::decision;
  for (const auto part : node.children()) {
    if (local(part) == "inputNode") {
      out.inputs.push_back({attribute(part, "name"), typed_value(part), attribute(part, "namespace")});
    } else if (local(part) == "resultNode") {
      expected_result result;
      result.name = attribute(part, "name");
      result.error = attribute(part, "errorResult") == "true";
      if (const auto wanted = child(part, "expected")) result.content = typed_value(wanted);
      out.results.push_back(std::move(result));
    }
  }
  return out;
}

} // namespace

std::optional<test_file> read_test_file(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single))
    return std::nullopt;
  const auto root = document.document_element();
  if (local(root) != "testCases") return std::nullopt;
  test_file out;
  out.model = trimmed(child(root, "modelName").child_value());
  for (const auto node : root.children()) {
    if (local(node) == "testCase") out.cases.push_back(read_case(node));
  }
  return out;
}

bool agrees(const value& expected, const value& actual) {
  if (expected.kind() != actual.kind()) return false;
  switch (expected.kind()) {
  case value_kind::number: {
    static const auto precision = *number::parse("0.00000001");
    const auto distance = expected.number().minus(actual.number());
    return distance && distance->absolute() < precision;
  }
  case value_kind::list: {
    const auto& a = expected.list();
    const auto& b = actual.list();
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), agrees);
  }
  case value_kind::context: {
    const auto& a = expected.context().entries;
    if (a.size() != actual.context().entries.size()) return false;
    return std::all_of(a.begin(), a.end(), [&](const auto& entry) {
      const auto* other = actual.context().find(entry.first);
      return other != nullptr && agrees(entry.second, *other);
    });
  }
  default:
    return identical(expected, actual);
  }
}

} // namespace frontdoor::tck
