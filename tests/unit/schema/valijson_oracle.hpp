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

// Whether `example` holds to `schema`, which may refer to the components of an OpenAPI document. `why` says what does
// not.
bool holds(
    const nlohmann::json& document, const nlohmann::json& schema, const nlohmann::json& example, std::string& why
);

} // namespace frontdoor::schema::test
