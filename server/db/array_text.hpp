#pragma once
// Lists as parameters of statements. Private to server/db.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "triage/uuid.hpp"

namespace frontdoor::db {

// An array of texts as PostgreSQL reads it, written value by value.
class array_text {
 public:
  void add(std::string_view value) {
    next();
    text_ += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') text_ += '\\';
      text_ += c;
    }
    text_ += '"';
  }
  void add_null() {
    next();
    text_ += "null";
  }
  void add(const std::optional<std::string>& value) {
    if (value)
      add(std::string_view(*value));
    else
      add_null();
  }
  std::string take() { return std::move(text_) + "}"; }

 private:
  void next() {
    if (text_.size() > 1) text_ += ',';
  }
  std::string text_ = "{";
};

inline std::string array_of(const std::vector<std::string>& values) {
  array_text out;
  for (const auto& value : values)
    out.add(std::string_view(value));
  return out.take();
}

inline std::string array_of(const std::vector<triage::uuid>& values) {
  array_text out;
  for (const auto& value : values)
    out.add(std::string_view(value.to_string()));
  return out.take();
}

} // namespace frontdoor::db
