#pragma once
// valijson's own validator as a second opinion. Only for short texts: its regexes overflow the stack on long ones.

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace frontdoor::schema::test {

class oracle {
 public:
  // `schema` is complete in itself; references within it are followed.
  explicit oracle(const nlohmann::json& schema);
  ~oracle();
  bool accepts(const nlohmann::json& document, std::string* why = nullptr) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// The second opinion on schemas that may refer to the components of one OpenAPI document.
class contract_oracle {
 public:
  explicit contract_oracle(const nlohmann::json& document);
  ~contract_oracle();
  // Whether `example` holds to `schema`. `why` says what does not.
  bool holds(const nlohmann::json& schema, const nlohmann::json& example, std::string& why) const;

 private:
  std::unique_ptr<nlohmann::json> complete_; // as draft-07, with a place for the schema asked about
};

} // namespace frontdoor::schema::test
