#pragma once
// A schema laid out for checking: what valijson read of it, with patterns compiled and members sorted. Internal.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "triage/fault.hpp"

namespace frontdoor::schema {

// Bits of schema_node::types.
enum json_type : unsigned {
  type_null = 1,
  type_boolean = 2,
  type_integer = 4,
  type_number = 8,
  type_string = 16,
  type_array = 32,
  type_object = 64
};

enum class text_format : std::uint8_t { none, date_time, date, uuid, duration };

std::optional<text_format> parse_text_format(std::string_view name);

struct schema_node {
  struct member {
    std::string name;
    const schema_node* schema = nullptr;
  };
  struct dependency {
    std::string name;
    std::vector<std::string> needs;
  };

  unsigned types = 0;                 // 0: any
  std::vector<nlohmann::json> values; // enum or const; empty: any
  std::optional<std::size_t> min_length, max_length, min_items, max_items, min_members, max_members;
  std::optional<double> minimum, maximum;
  bool minimum_is_outside = false, maximum_is_outside = false;
  std::unique_ptr<re2::RE2> pattern;
  text_format format = text_format::none;
  std::vector<member> members;                // sorted by name, as nlohmann's objects are
  std::vector<std::string> required;          // sorted
  bool limits_members = false;                // additionalProperties false
  const schema_node* other_members = nullptr; // additionalProperties as a schema
  const schema_node* member_names = nullptr;  // propertyNames
  std::vector<dependency> dependencies;
  const schema_node* items = nullptr;
  bool unique_items = false;
  std::vector<const schema_node*> all_of, any_of;
  std::string remedy;

  const schema_node* find(std::string_view name) const;
};

// One schema file: owns its nodes; the first is the root.
struct schema_tree {
  std::deque<schema_node> nodes;
};

// Reads a schema without $ref (they have been put in) through valijson. Throws std::runtime_error when valijson refuses
// it or RE2 refuses a pattern; the subset has been checked before.
std::unique_ptr<schema_tree> compile_schema(const nlohmann::json& schema);

// Checks `document` against the tree.
triage::faults check(const schema_tree& tree, const nlohmann::json& document);

} // namespace frontdoor::schema
