#pragma once
// How load_pack reads: one reader for one pack, collecting every fault. Internal to triage/policy.

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "triage/dmn/model.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

class pack_reader {
 public:
  pack_reader(const std::map<std::string, std::string>& files, faults& found) : files_(files), found_(found) {}

  // The pack; whole only when no fault was added.
  policy_pack read();

 private:
  using json = nlohmann::json;

  void add(const std::string& file, std::string pointer, const char* code, std::string detail, std::string remedy = {});
  // The parsed file, or null after adding a fault.
  json read_json(const std::string& file);
  // The list under `key` of the file's object, or an empty list after adding a fault.
  json read_list(const std::string& file, const char* key);

  void read_head(const json& head);
  // The shared files named must be among the files.
  void check_shared(const json& head);
  void read_grade(const json& entry, const std::string& pointer);
  void read_results(grade_definition& grade, const json& entry, const std::string& pointer);
  std::optional<std::chrono::microseconds>
  read_duration(const json& entry, const char* key, const std::string& pointer);
  bool
  read_flag(const json& entry, const char* key, bool otherwise, const std::string& file, const std::string& pointer);
  std::string read_text(const json& entry, const char* key, const std::string& file, const std::string& pointer);
  // As read_text, but it may be missing; of another type it is a fault.
  std::string
  read_optional_text(const json& entry, const char* key, const std::string& file, const std::string& pointer);
  // The list under `key`, empty when missing; of another type it is a fault.
  json read_optional_list(const json& entry, const char* key, const std::string& file, const std::string& pointer);
  void check_keys(
      const json& entry, std::initializer_list<const char*> known, const std::string& file, const std::string& pointer
  );
  std::vector<code_definition> read_codes(const std::string& file, const char* key);

  std::vector<dmn::definitions> read_models();
  bool compile(const std::vector<dmn::definitions>& models);

  void read_roles(const json& roles);
  std::optional<std::uint16_t> find_table(const json& name, const std::string& pointer);
  void read_grading(std::uint16_t table, const std::string& pointer);
  void read_listing(
      std::vector<listing_table>& into, std::uint16_t table, const std::vector<code_definition>& codes, const char* what
  );
  std::optional<choosing_table>
  read_choice(std::uint16_t table, const std::vector<std::string>& codes, const char* what);
  void check_roles_used();

  void read_questions();
  void read_question(const json& entry, const std::string& pointer);
  void read_condition(question& asked, const json& entry, const std::string& pointer);
  void read_option(question& asked, const json& entry, const std::string& pointer);
  void check_questions();

  void read_cues();
  void read_cue(const json& entry, const std::string& pointer, std::vector<cue_words>& words);
  void read_suggestion(text_cue& cue, const json& entry, const std::string& pointer);
  void read_effect(text_cue& cue, const json& entry, const std::string& pointer);
  void read_safety();
  void read_property(safety_rules& rules, const json& entry, const std::string& pointer);
  void read_exception(safety_property& property, const json& entry, const std::string& pointer);
  void read_monotonicity_exception(safety_rules& rules, const json& entry, const std::string& pointer);
  std::vector<slot_test> read_when(const json& entry, const std::string& pointer);
  void read_slot_test(std::vector<slot_test>& tests, const std::string& name, const json& text, const std::string& at);
  void read_then(safety_property& property, const json& entry, const std::string& pointer);
  std::optional<std::uint8_t> read_grade_code(const json& then, const char* key, const std::string& pointer);
  std::vector<std::uint16_t> read_known_codes(
      const json& then, const char* key, const std::vector<code_definition>& codes, const std::string& pointer
  );

  static constexpr const char* safety_file = "safety.json";

  const std::map<std::string, std::string>& files_;
  faults& found_;
  policy_pack pack_;
  std::vector<bool> table_used_;
};

} // namespace frontdoor::triage
