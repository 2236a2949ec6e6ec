#include "server/schema/openapi_document.hpp"

#include <set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/schema/json_pointer.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::ordered_json;
using triage::faults;

constexpr std::string_view components = "#/components/schemas/";

// "account_name" -> "AccountName", "api-key.schema.json" -> "ApiKey".
std::string component_name(const std::string& file, const std::string& pointer) {
  const std::string from = pointer.empty() ? file.substr(0, file.find('.')) : pointer.substr(pointer.rfind('/') + 1);
  std::string name;
  bool capital = true;
  for (const char c : from) {
    if (c == '_' || c == '-') {
      capital = true;
    } else {
      name += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      capital = false;
    }
  }
  return name;
}

// Moves what lies in schema files into the document's components.
class builder {
 public:
  builder(ordered_json document, std::map<std::string, ordered_json> files)
      : document_(std::move(document)), files_(std::move(files)) {}

  std::expected<ordered_json, faults> build() {
    auto& schemas = document_["components"]["schemas"];
    if (!schemas.is_object()) schemas = ordered_json::object();
    // Names given by hand come first: they are the ones code is generated from.
    std::vector<std::pair<std::string, std::string>> given;
    for (const auto& [name, schema] : schemas.items()) {
      if (!schema.is_object() || schema.size() != 1 || !schema.contains("$ref")) continue;
      const auto target = schema["$ref"].get<std::string>();
      if (target.starts_with('#')) continue;
      names_.emplace(target, name);
      given.emplace_back(name, target);
    }
    for (const auto& [name, schema] : schemas.items())
      taken_.insert(name);
    rewrite(document_, "", "");
    for (const auto& [name, target] : given)
      put(name, target);
    while (!pending_.empty()) {
      const auto [name, target] = std::move(pending_.back());
      pending_.pop_back();
      put(name, target);
    }
    if (!faults_.empty()) return std::unexpected(std::move(faults_));
    return std::move(document_);
  }

 private:
  // Changes every external $ref below `value`, which lies in `file` ("": the document itself).
  void rewrite(ordered_json& value, const std::string& file, const std::string& pointer) {
    if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i)
        rewrite(value[i], file, pointer + "/" + std::to_string(i));
      return;
    }
    if (!value.is_object()) return;
    if (const auto reference = value.find("$ref"); reference != value.end() && reference->is_string()) {
      *reference = here(reference->get<std::string>(), file, pointer);
    }
    for (auto& [name, inner] : value.items()) {
      std::string at = pointer;
      append_name(at, name);
      rewrite(inner, file, at);
    }
  }

  // The place in the document of what `reference` names, seen from `file`.
  std::string here(const std::string& reference, const std::string& file, const std::string& pointer) {
    if (reference.starts_with('#') && file.empty()) {
      if (!exists(document_, reference.substr(1))) leads_nowhere(reference, file, pointer);
      return reference;
    }
    const std::string target = reference.starts_with('#') ? file + reference : reference;
    auto known = names_.find(target);
    if (known == names_.end()) {
      const auto hash = target.find('#');
      std::string name =
          component_name(target.substr(0, hash), hash == std::string::npos ? "" : target.substr(hash + 1));
      while (!taken_.insert(name).second)
        name += "_";
      known = names_.emplace(target, name).first;
      pending_.emplace_back(name, target);
    }
    return std::string(components) + known->second;
  }

  void put(const std::string& name, const std::string& target) {
    const auto hash = target.find('#');
    const std::string file = target.substr(0, hash);
    const std::string pointer = hash == std::string::npos ? "" : target.substr(hash + 1);
    const auto source = files_.find(file);
    if (source == files_.end() || !exists(source->second, pointer))
      return leads_nowhere(target, "", std::string(components.substr(1)) + name);
    ordered_json schema = source->second.at(ordered_json::json_pointer(pointer));
    for (const auto* word : {"$schema", "$id", "definitions"})
      schema.erase(word);
    modernise(schema);
    rewrite(schema, file, pointer);
    document_["components"]["schemas"][name] = std::move(schema);
  }

  // OpenAPI 3.1 speaks JSON Schema 2020-12, which renamed the one keyword of ours that changed.
  static void modernise(ordered_json& value) {
    if (value.is_object() && value.contains("dependencies") && value.contains("properties")) {
      value["dependentRequired"] = value["dependencies"];
      value.erase("dependencies");
    }
    if (value.is_structured()) {
      for (auto& inner : value)
        modernise(inner);
    }
  }

  static bool exists(const ordered_json& document, const std::string& pointer) {
    try {
      return document.contains(ordered_json::json_pointer(pointer));
    } catch (const ordered_json::exception&) {
      return false;
    }
  }

  void leads_nowhere(const std::string& reference, const std::string& file, const std::string& pointer) {
    faults_.push_back({pointer, "unknown_reference", "$ref leads nowhere: " + clipped(reference), "", file});
  }

  ordered_json document_;
  std::map<std::string, ordered_json> files_;
  std::map<std::string, std::string> names_; // target -> component
  std::set<std::string> taken_;
  std::vector<std::pair<std::string, std::string>> pending_;
  faults faults_;
};

} // namespace

std::expected<ordered_json, faults>
openapi_document(const std::string& yaml, const std::map<std::string, std::string>& schema_files) {
  auto document = read_yaml(yaml);
  if (!document) return document;
  std::map<std::string, ordered_json> files;
  for (const auto& [name, text] : schema_files) {
    auto file = ordered_json::parse(text, nullptr, false);
    if (file.is_discarded()) return std::unexpected(faults{{"", "not_json", "the file is not JSON", "", name}});
    files.emplace(name, std::move(file));
  }
  return builder(std::move(*document), std::move(files)).build();
}

std::expected<std::string, faults>
openapi_json(const std::string& yaml, const std::map<std::string, std::string>& schema_files) {
  const auto document = openapi_document(yaml, schema_files);
  if (!document) return std::unexpected(document.error());
  return document->dump();
}

} // namespace frontdoor::schema
