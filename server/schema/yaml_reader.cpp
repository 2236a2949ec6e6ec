#include <charconv>
#include <cmath>
#include <cstdint>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include "server/schema/json_pointer.hpp"
#include "server/schema/openapi_document.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::ordered_json;
using triage::faults;

constexpr int depth_max = 100;

template <class Number> bool reads_whole(const std::string& text, Number& number) {
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

// What an unquoted scalar is: yaml-cpp leaves that to its reader.
ordered_json plain_scalar(const std::string& text) {
  if (text.empty() || text == "null" || text == "~") return nullptr;
  if (text == "true") return true;
  if (text == "false") return false;
  if (std::int64_t whole = 0; reads_whole(text, whole)) return whole;
  if (text.find_first_not_of("0123456789.eE+-") == std::string::npos) {
    if (double number = 0; reads_whole(text, number) && std::isfinite(number)) return number;
  }
  return text;
}

class reader {
 public:
  ordered_json read(const YAML::Node& node, const std::string& pointer, int depth = 0) {
    if (depth > depth_max) {
      add(node, pointer, "too_deep", "lies too deep");
      return nullptr;
    }
    switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return nullptr;
    case YAML::NodeType::Scalar:
      return node.Tag() == "?" ? plain_scalar(node.Scalar()) : ordered_json(node.Scalar());
    case YAML::NodeType::Sequence: {
      ordered_json list = ordered_json::array();
      for (std::size_t i = 0; i < node.size(); ++i)
        list.push_back(read(node[i], pointer + "/" + std::to_string(i), depth + 1));
      return list;
    }
    case YAML::NodeType::Map: {
      ordered_json object = ordered_json::object();
      for (const auto& member : node) {
        const std::string& name = member.first.Scalar();
        std::string at = pointer;
        append_name(at, name);
        if (!member.first.IsScalar())
          add(member.first, at, "wrong_type", "a name must be text");
        else if (name == "<<")
          add(member.first, at, "wrong_keyword", "merge keys are not read here");
        else if (object.contains(name))
          add(member.first, at, "duplicate_name", clipped(name) + " is given twice");
        else
          object[name] = read(member.second, at, depth + 1);
      }
      return object;
    }
    }
    return nullptr;
  }

  faults found;

 private:
  void add(const YAML::Node& node, const std::string& pointer, std::string code, const std::string& detail) {
    found.push_back({pointer, std::move(code), detail + " (line " + std::to_string(node.Mark().line + 1) + ")", "", {}}
    );
  }
};

} // namespace

std::expected<ordered_json, faults> read_yaml(const std::string& text) {
  try {
    reader yaml;
    auto document = yaml.read(YAML::Load(text), "");
    if (!yaml.found.empty()) return std::unexpected(std::move(yaml.found));
    return document;
  } catch (const YAML::Exception& error) {
    return std::unexpected(
        faults{{"", "not_yaml", error.msg + " (line " + std::to_string(error.mark.line + 1) + ")", "", {}}}
    );
  }
}

} // namespace frontdoor::schema
