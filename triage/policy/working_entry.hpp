#pragma once
// Reads working.json and its neighbours member by member, for the sources of this folder only.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/fault.hpp"
#include "triage/policy/working_rules.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage {

inline constexpr const char* working_file = "working.json";

// One object of the file; collects what is wrong with it.
class working_entry {
 public:
  working_entry(const nlohmann::json& value, std::string pointer, faults& found, const char* file = working_file)
      : value_(value), pointer_(std::move(pointer)), found_(found), file_(file) {
    if (!value_.is_object()) add("", "wrong_type", "an object is expected here");
  }

  void check_keys(std::initializer_list<const char*> known) const {
    if (!value_.is_object()) return;
    for (const auto& [key, inner] : value_.items()) {
      if (std::ranges::find(known, key) == known.end()) add(key, "unknown_key", "there is no \"" + key + "\" here");
    }
  }

  std::string text(const char* key) const {
    const nlohmann::json* member = find(key);
    if (member != nullptr && member->is_string() && !member->get_ref<const std::string&>().empty())
      return member->get<std::string>();
    add(key, "missing", std::string("a text \"") + key + "\" is needed here");
    return {};
  }

  std::string optional_text(const char* key) const { return find(key) == nullptr ? std::string() : text(key); }

  bool flag(const char* key) const {
    const nlohmann::json* member = find(key);
    if (member == nullptr) return false;
    if (!member->is_boolean()) add(key, "wrong_type", std::string("\"") + key + "\" is true or false");
    return member->is_boolean() && member->get<bool>();
  }

  std::uint32_t count(const char* key, std::uint32_t otherwise) const {
    const nlohmann::json* member = find(key);
    if (member == nullptr) return otherwise;
    if (member->is_number_unsigned() && member->get<std::uint64_t>() <= 10'000) return member->get<std::uint32_t>();
    add(key, "wrong_type", std::string("\"") + key + "\" is a whole number up to 10000");
    return otherwise;
  }

  std::chrono::microseconds duration(const char* key) const {
    const nlohmann::json* member = find(key);
    const auto read =
        member != nullptr && member->is_string() ? parse_duration(member->get_ref<const std::string&>()) : std::nullopt;
    if (!read) add(key, "bad_duration", "a duration is written like PT40M or P1D");
    return read.value_or(std::chrono::microseconds(0));
  }

  std::vector<std::string> texts(const char* key) const {
    std::vector<std::string> out;
    const nlohmann::json* member = find(key);
    if (member == nullptr) return out;
    if (!member->is_array()) {
      add(key, "wrong_type", std::string("\"") + key + "\" is a list");
      return out;
    }
    for (const auto& one : *member) {
      if (one.is_string())
        out.push_back(one.get<std::string>());
      else
        add(key, "wrong_type", "texts are expected here");
    }
    return out;
  }

  // Calls `each` with an entry for each element of a list; an absent list has none.
  template <typename Each> void list(const char* key, Each&& each) const {
    const nlohmann::json* member = find(key);
    if (member == nullptr) return;
    if (!member->is_array()) return add(key, "wrong_type", std::string("\"") + key + "\" is a list");
    for (std::size_t i = 0; i < member->size(); ++i)
      each(working_entry((*member)[i], pointer_ + "/" + key + "/" + std::to_string(i), found_, file_));
  }

  // Calls `each` with name and value of each member of an object; an absent one has none.
  template <typename Each> void members(const char* key, Each&& each) const {
    const nlohmann::json* member = find(key);
    if (member == nullptr) return;
    if (!member->is_object()) return add(key, "wrong_type", std::string("\"") + key + "\" is an object");
    for (const auto& [name, value] : member->items())
      each(name, value);
  }

  bool has(const char* key) const { return find(key) != nullptr; }

  working_entry inner(const char* key) const {
    static const nlohmann::json none = nlohmann::json::object();
    const nlohmann::json* member = find(key);
    return {member == nullptr ? none : *member, pointer_ + "/" + key, found_, file_};
  }

  std::size_t faults_so_far() const { return found_.size(); }

  void add(const std::string& key, const char* code, std::string detail) const {
    found_.push_back({key.empty() ? pointer_ : pointer_ + "/" + key, code, std::move(detail), {}, file_});
  }

 private:
  const nlohmann::json* find(const char* key) const {
    if (!value_.is_object()) return nullptr;
    const auto member = value_.find(key);
    return member == value_.end() || member->is_null() ? nullptr : &*member;
  }

  const nlohmann::json& value_;
  std::string pointer_;
  faults& found_;
  const char* file_;
};

inline std::vector<coded_text> read_codes(const working_entry& from, const char* key) {
  std::vector<coded_text> out;
  from.list(key, [&](const working_entry& one) {
    one.check_keys({"code", "text"});
    out.push_back({one.text("code"), one.text("text")});
  });
  return out;
}

// One line of the lists "outcomes" and "tasks".
outcome_rule read_outcome_rule(const working_entry& from);
task_rule read_task_rule(const working_entry& from);

} // namespace frontdoor::triage
