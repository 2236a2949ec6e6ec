#pragma once
// valijson's own validator as a second opinion. Only for short texts: its regexes overflow the stack on long ones.

#include <memory>

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

} // namespace frontdoor::schema::test
