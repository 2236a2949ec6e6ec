// The only file that includes valijson: it reads a schema and checks the schema's own form; its constraints are then
// laid out as schema_nodes. Its validator is not used: that gives one sentence a fault, without place or code to act
// on, and runs std::regex, which overflows the stack on long texts.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/constraints/concrete_constraints.hpp>
#include <valijson/constraints/constraint_visitor.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>

#include "server/schema/schema_node.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::json;
namespace vj = valijson::constraints;

json scalar(const valijson::adapters::Adapter& value) {
  if (value.isString()) return value.asString();
  if (value.isBool()) return value.asBool();
  if (value.isInteger()) return value.asInteger();
  if (value.isDouble()) return value.asDouble();
  if (value.isNull()) return nullptr;
  throw std::runtime_error("enum and const take texts, numbers, true, false and null");
}

// What valijson keeps to itself or does not know: the values of enum and const, and our x-remedy.
class noted : public vj::PolyConstraint {
 public:
  std::vector<json> values;
  std::string remedy;

  bool validate(const valijson::adapters::Adapter&, const std::vector<std::string>&, valijson::ValidationResults*)
      const override {
    return true;
  }

 private:
  vj::Constraint* cloneInto(void* memory) const override { return new (memory) noted(*this); }
  std::size_t sizeOf() const override { return sizeof(noted); }
};

class note_values : public valijson::ConstraintBuilder {
 public:
  vj::Constraint* make(const valijson::adapters::Adapter& value) const override {
    auto made = std::make_unique<noted>();
    if (value.isArray()) {
      value.applyToArray([&](const valijson::adapters::Adapter& item) {
        made->values.push_back(scalar(item));
        return true;
      });
    } else {
      made->values.push_back(scalar(value));
    }
    return made.release();
  }
};

class note_remedy : public valijson::ConstraintBuilder {
 public:
  vj::Constraint* make(const valijson::adapters::Adapter& value) const override {
    auto made = std::make_unique<noted>();
    if (!value.asString(made->remedy)) throw std::runtime_error("x-remedy takes a text");
    return made.release();
  }
};

template <class Text> std::string plain(const Text& text) {
  return std::string(text.c_str(), text.size());
}

unsigned type_bit(vj::TypeConstraint::JsonType type) {
  switch (type) {
  case vj::TypeConstraint::kArray:
    return type_array;
  case vj::TypeConstraint::kBoolean:
    return type_boolean;
  case vj::TypeConstraint::kInteger:
    return type_integer;
  case vj::TypeConstraint::kNull:
    return type_null;
  case vj::TypeConstraint::kNumber:
    return type_number;
  case vj::TypeConstraint::kObject:
    return type_object;
  case vj::TypeConstraint::kString:
    return type_string;
  case vj::TypeConstraint::kAny:
    break;
  }
  throw std::runtime_error("type takes null, boolean, integer, number, string, array or object");
}

class compiler {
 public:
  explicit compiler(schema_tree& tree) : tree_(tree) {}
  const schema_node* compile(const valijson::Subschema* subschema);

 private:
  schema_tree& tree_;
  std::unordered_map<const valijson::Subschema*, const schema_node*> done_;
};

class node_writer : public vj::ConstraintVisitor {
 public:
  node_writer(compiler& owner, schema_node& node) : compiler_(owner), node_(node) {}

  bool visit(const AllOfConstraint& c) override {
    c.applyToSubschemas([&](unsigned, const valijson::Subschema* s) { return add(node_.all_of, s); });
    return true;
  }
  bool visit(const AnyOfConstraint& c) override {
    c.applyToSubschemas([&](unsigned, const valijson::Subschema* s) { return add(node_.any_of, s); });
    return true;
  }
  bool visit(const DependenciesConstraint& c) override {
    c.applyToPropertyDependencies([&](const auto& name, const auto& needs) {
      schema_node::dependency made{plain(name), {}};
      for (const auto& needed : needs)
        made.needs.push_back(plain(needed));
      node_.dependencies.push_back(std::move(made));
      return true;
    });
    return true;
  }
  bool visit(const FormatConstraint& c) override {
    const auto format = parse_text_format(c.getFormat());
    if (!format) throw std::runtime_error("unknown format " + c.getFormat());
    node_.format = *format;
    return true;
  }
  bool visit(const MaxItemsConstraint& c) override { return set(node_.max_items, c.getMaxItems()); }
  bool visit(const MinItemsConstraint& c) override { return set(node_.min_items, c.getMinItems()); }
  bool visit(const MaxLengthConstraint& c) override { return set(node_.max_length, c.getMaxLength()); }
  bool visit(const MinLengthConstraint& c) override { return set(node_.min_length, c.getMinLength()); }
  bool visit(const MaxPropertiesConstraint& c) override { return set(node_.max_members, c.getMaxProperties()); }
  bool visit(const MinPropertiesConstraint& c) override { return set(node_.min_members, c.getMinProperties()); }
  bool visit(const MaximumConstraint& c) override {
    node_.maximum = c.getMaximum();
    node_.maximum_is_outside = c.getExclusiveMaximum();
    return true;
  }
  bool visit(const MinimumConstraint& c) override {
    node_.minimum = c.getMinimum();
    node_.minimum_is_outside = c.getExclusiveMinimum();
    return true;
  }
  bool visit(const PatternConstraint& c) override {
    std::string pattern;
    c.getPattern(pattern);
    re2::RE2::Options options;
    options.set_log_errors(false);
    node_.pattern = std::make_unique<re2::RE2>(pattern, options);
    if (!node_.pattern->ok()) throw std::runtime_error("pattern refused: " + node_.pattern->error());
    return true;
  }
  bool visit(const PolyConstraint& c) override {
    const auto& note = dynamic_cast<const noted&>(c);
    if (!note.remedy.empty()) node_.remedy = note.remedy;
    if (!note.values.empty()) node_.values = note.values;
    return true;
  }
  bool visit(const PropertiesConstraint& c) override {
    c.applyToProperties([&](const auto& name, const valijson::Subschema* s) {
      node_.members.push_back({plain(name), compiler_.compile(s)});
      return true;
    });
    std::ranges::sort(node_.members, {}, &schema_node::member::name);
    const auto* others = c.getAdditionalPropertiesSubschema();
    node_.limits_members = others == nullptr;
    if (others != nullptr) node_.other_members = compiler_.compile(others);
    return true;
  }
  bool visit(const PropertyNamesConstraint& c) override {
    node_.member_names = compiler_.compile(c.getSubschema());
    return true;
  }
  bool visit(const RequiredConstraint& c) override {
    c.applyToRequiredProperties([&](const auto& name) {
      node_.required.push_back(plain(name));
      return true;
    });
    std::ranges::sort(node_.required);
    return true;
  }
  bool visit(const SingularItemsConstraint& c) override {
    node_.items = compiler_.compile(c.getItemsSubschema());
    return true;
  }
  bool visit(const TypeConstraint& c) override {
    c.applyToNamedTypes([&](vj::TypeConstraint::JsonType type) {
      node_.types |= type_bit(type);
      return true;
    });
    return true;
  }
  bool visit(const UniqueItemsConstraint&) override { return node_.unique_items = true; }

  // Their values come through note_values.
  bool visit(const ConstConstraint&) override { return true; }
  bool visit(const EnumConstraint&) override { return true; }

  // Outside the subset.
  bool visit(const ConditionalConstraint&) override { return refuse(); }
  bool visit(const ContainsConstraint&) override { return refuse(); }
  bool visit(const LinearItemsConstraint&) override { return refuse(); }
  bool visit(const MultipleOfDoubleConstraint&) override { return refuse(); }
  bool visit(const MultipleOfIntConstraint&) override { return refuse(); }
  bool visit(const NotConstraint&) override { return refuse(); }
  bool visit(const OneOfConstraint&) override { return refuse(); }

 private:
  [[noreturn]] static bool refuse() { throw std::runtime_error("a keyword outside the subset"); }

  static bool set(std::optional<std::size_t>& where, std::uint64_t value) {
    where = static_cast<std::size_t>(value);
    return true;
  }
  bool add(std::vector<const schema_node*>& list, const valijson::Subschema* s) {
    list.push_back(compiler_.compile(s));
    return true;
  }

  compiler& compiler_;
  schema_node& node_;
};

const schema_node* compiler::compile(const valijson::Subschema* subschema) {
  if (const auto known = done_.find(subschema); known != done_.end()) return known->second;
  auto& node = tree_.nodes.emplace_back();
  done_.emplace(subschema, &node);
  node_writer writer(*this, node);
  valijson::Subschema::ApplyFunction write = [&](const vj::Constraint& c) { return c.accept(writer); };
  subschema->apply(write);
  return &node;
}

} // namespace

std::unique_ptr<schema_tree> compile_schema(const json& schema) {
  valijson::Schema read;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.addConstraintBuilder("enum", new note_values); // the parser owns them
  parser.addConstraintBuilder("const", new note_values);
  parser.addConstraintBuilder("x-remedy", new note_remedy);
  const valijson::adapters::NlohmannJsonAdapter adapter(schema);
  parser.populateSchema(adapter, read);

  auto tree = std::make_unique<schema_tree>();
  compiler(*tree).compile(&read);
  return tree;
}

const schema_node* schema_node::find(std::string_view name) const {
  const auto at = std::ranges::lower_bound(members, name, {}, &member::name);
  return at != members.end() && at->name == name ? at->schema : nullptr;
}

std::optional<text_format> parse_text_format(std::string_view name) {
  if (name == "date-time") return text_format::date_time;
  if (name == "date") return text_format::date;
  if (name == "uuid") return text_format::uuid;
  if (name == "duration") return text_format::duration;
  return std::nullopt;
}

} // namespace frontdoor::schema
