#pragma once
// Query parameters with their checks; every unknown or malformed one is a fault that names it.

#include <cstdint>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.hpp"
#include "server/http/problem.hpp"
#include "triage/fault.hpp"
#include "triage/time.hpp"

namespace frontdoor::api {

class query_parameters {
 public:
  // Faults for parameters that are not among `known` or are given twice.
  query_parameters(const http::request& request, std::initializer_list<std::string_view> known);

  std::optional<std::string> text(std::string_view name, std::size_t length_max = 100);
  std::vector<std::string> list(std::string_view name); // "1,2"
  std::uint64_t number(std::string_view name, std::uint64_t otherwise, std::uint64_t lowest, std::uint64_t highest);
  std::optional<triage::timestamp> time(std::string_view name);

  // For a parameter whose text was found wrong elsewhere.
  void refuse(std::string_view name, std::string detail, std::string remedy);
  const triage::faults& faults() const { return faults_; }

 private:
  const http::request& request_;
  triage::faults faults_;
};

// 400, with what is wrong with each.
http::problem bad_parameters(triage::faults faults);

// Whether a filter lets a value through: it names it, or nothing.
bool among(const std::vector<std::string>& wanted, std::string_view value);

} // namespace frontdoor::api
