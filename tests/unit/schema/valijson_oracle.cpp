#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "tests/unit/schema/valijson_oracle.hpp"

namespace frontdoor::schema::test {

using valijson::adapters::NlohmannJsonAdapter;

struct oracle::state {
  valijson::Schema schema;
};

oracle::oracle(const nlohmann::json& schema) : state_(std::make_unique<state>()) {
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(NlohmannJsonAdapter(schema), state_->schema);
}

oracle::~oracle() = default;

bool oracle::accepts(const nlohmann::json& document, std::string* why) const {
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  const bool valid = validator.validate(state_->schema, NlohmannJsonAdapter(document), &results);
  if (why != nullptr) {
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      for (const auto& part : error.context)
        *why += part;
      *why += ": " + error.description + "\n";
    }
  }
  return valid;
}

namespace {

// valijson reads draft-07, in which the one changed keyword of 2020-12 has its old name; it also asks null to have the
// format of a text, so formats are left out.
void as_draft_07(nlohmann::json& value) {
  if (value.is_object() && value.contains("format") && value["format"].is_string()) value.erase("format");
  if (value.is_object() && value.contains("dependentRequired")) value["dependencies"] = value["dependentRequired"];
  if (value.is_structured()) {
    for (auto& inner : value)
      as_draft_07(inner);
  }
}

} // namespace

contract_oracle::contract_oracle(const nlohmann::json& document)
    : complete_(std::make_unique<nlohmann::json>(nlohmann::json{
          {"allOf", nlohmann::json::array()}, {"components", {{"schemas", document.at("components").at("schemas")}}}
      })) {
  as_draft_07(*complete_);
}

contract_oracle::~contract_oracle() = default;

bool contract_oracle::holds(const nlohmann::json& schema, const nlohmann::json& example, std::string& why) const {
  auto asked = schema;
  as_draft_07(asked);
  (*complete_)["allOf"] = nlohmann::json::array({std::move(asked)});
  return oracle(*complete_).accepts(example, &why);
}

} // namespace frontdoor::schema::test
