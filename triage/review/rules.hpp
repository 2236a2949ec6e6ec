#pragma once
// Which records a force reviews and the forms it scores them with: config/reviews/reviews.json, read once and checked
// whole (domain.md 2.6, 4.7).

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/policy/working_rules.hpp"

namespace frontdoor::triage::review {

struct answer_rule {
  std::string code;
  std::string text;
  std::optional<std::uint32_t> points; // none: the item does not count
  bool fails = false;                  // fails the whole review, whatever the points

  friend bool operator==(const answer_rule&, const answer_rule&) = default;
};

struct item_rule {
  std::string code;
  std::string text;
  std::string source; // document and section it rests on; may be empty
  std::vector<answer_rule> answers;

  const answer_rule* find(std::string_view code) const;

  friend bool operator==(const item_rule&, const item_rule&) = default;
};

// One version of a form. A version that reviews were made with is never changed: a new one is added.
struct form {
  std::string name;
  std::uint32_t version = 1;
  std::string title;
  std::uint32_t pass_percent = 0;
  std::vector<item_rule> items;

  const item_rule* find(std::string_view item) const;

  friend bool operator==(const form&, const form&) = default;
};

// What puts an incident before a reviewer. A later way of resolving incidents joins a queue by its events or outcomes.
struct queue {
  std::string name;
  std::string text;
  std::string form;
  std::vector<std::string> events; // types, of `reviewable_events`
  std::vector<std::string> flags_any;
  std::vector<std::string> outcomes;                        // of closings; empty: any
  std::optional<std::chrono::microseconds> returned_within; // the same person, place, vehicle or problem came back
  double share = 1;                                         // how many of them; 1: all

  friend bool operator==(const queue&, const queue&) = default;
};

struct rules {
  std::uint64_t seed = 0; // of random draws
  std::chrono::microseconds look_back{};
  std::chrono::microseconds dispute_within{};
  own_words_rule words;
  double calibration_share = 0;
  std::chrono::microseconds calibration_look_back{};
  std::vector<queue> queues;
  std::vector<form> forms;

  const queue* find_queue(std::string_view name) const;
  // The version in force: the highest.
  const form* find_form(std::string_view name) const;
  const form* find_form(std::string_view name, std::uint32_t version) const;
};

// The types of event that a queue can be made of; the log has an index of just these (migrations/006_reviews.sql).
std::span<const std::string_view> reviewable_events();

// Reads the file; every fault with its pointer: malformed members, names given twice, a queue whose form there is not,
// an event that no queue can be made of, a form whose items cannot be scored.
std::expected<rules, faults> read_rules(const nlohmann::json& document, const std::string& file);

// A form and a queue as the contract writes them.
nlohmann::json to_json(const form& one);
nlohmann::json to_json(const queue& one);

} // namespace frontdoor::triage::review
