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

} // namespace frontdoor::schema::test
