#include "server/schema/json_schema.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/schema/schema_node.hpp"
#include "server/schema/schema_subset.hpp"
#include "server/schema/strict_json.hpp"
#include "server/whole_file.hpp"

namespace frontdoor::schema {

using nlohmann::json;
using triage::faults;

struct schema_set::prepared {
  std::map<std::string, std::unique_ptr<schema_tree>, std::less<>> trees;
};

std::map<std::string, std::string> read_schema_files(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(".schema.json")) continue;
    auto text = content_of(entry.path());
    if (!text) throw std::runtime_error("cannot read " + entry.path().string());
    files.emplace(name, std::move(*text));
  }
  return files;
}

std::expected<schema_set, faults> schema_set::load(const std::map<std::string, std::string>& files) {
  faults found;
  const auto add = [&](const std::string& file, faults more) {
    for (auto& fault : more) {
      fault.file = file;
      found.push_back(std::move(fault));
    }
  };
  std::map<std::string, json> documents;
  for (const auto& [file, text] : files) {
    auto document = parse_strict(text);
    if (!document) {
      add(file, std::move(document.error()));
      continue;
    }
    add(file, check_subset(file, *document));
    documents.emplace(file, std::move(*document));
  }
  if (!found.empty()) return std::unexpected(std::move(found));

  auto made = std::make_unique<prepared>();
  for (const auto& [file, document] : documents) {
    const json complete = put_in_references(documents, file, found);
    if (!found.empty()) continue;
    try {
      made->trees.emplace(file, compile_schema(complete));
    } catch (const std::exception& error) {
      found.push_back({"", "wrong_schema", error.what(), "", file});
    }
  }
  if (!found.empty()) return std::unexpected(std::move(found));
  return schema_set(std::move(made));
}

faults schema_set::validate(std::string_view schema_file, const json& document) const {
  const auto tree = schemas_->trees.find(schema_file);
  if (tree == schemas_->trees.end()) throw std::invalid_argument("no schema " + std::string(schema_file));
  return check(*tree->second, document);
}

bool schema_set::has(std::string_view schema_file) const {
  return schemas_->trees.contains(schema_file);
}

std::vector<std::string> schema_set::names() const {
  std::vector<std::string> names;
  for (const auto& [name, tree] : schemas_->trees)
    names.push_back(name);
  return names;
}

schema_set::schema_set(std::unique_ptr<prepared> schemas) : schemas_(std::move(schemas)) {}
schema_set::~schema_set() = default;
schema_set::schema_set(schema_set&&) noexcept = default;
schema_set& schema_set::operator=(schema_set&&) noexcept = default;

} // namespace frontdoor::schema
