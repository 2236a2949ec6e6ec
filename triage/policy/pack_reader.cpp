#include "triage/policy/pack_reader.hpp"

#include <algorithm>

#include "triage/dmn/reader.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage {
namespace {

constexpr const char* pack_file = "pack.json";
constexpr const char* vocabulary_file = "vocabulary.json";

std::string table_path(const compiled_table& table) {
  return "decision[" + table.name + "]";
}

} // namespace

void pack_reader::add(
    const std::string& file, std::string pointer, const char* code, std::string detail, std::string remedy
) {
  found_.push_back({std::move(pointer), code, std::move(detail), std::move(remedy), file});
}

nlohmann::json pack_reader::read_json(const std::string& file) {
  const auto it = files_.find(file);
  if (it == files_.end()) {
    add(file, "", "missing", "the pack has no " + file, "add it");
    return nullptr;
  }
  auto document = json::parse(it->second, nullptr, false);
  if (!document.is_object()) {
    add(file, "", "not_json", file + " is not a JSON object");
    return nullptr;
  }
  return document;
}

nlohmann::json pack_reader::read_list(const std::string& file, const char* key) {
  const auto document = read_json(file);
  if (document.is_null()) return json::array();
  const auto it = document.find(key);
  if (it == document.end() || !it->is_array()) {
    add(file, std::string("/") + key, "missing", file + " holds a list \"" + key + "\"");
    return json::array();
  }
  return *it;
}

policy_pack pack_reader::read() {
  const auto head = read_json(pack_file);
  if (!head.is_null()) read_head(head);
  const auto words = read_json(vocabulary_file);
  bool vocabulary_good = false;
  if (!words.is_null()) {
    auto facts = vocabulary::read(words, vocabulary_file);
    vocabulary_good = facts.has_value();
    if (facts)
      pack_.facts = std::move(*facts);
    else
      found_.insert(found_.end(), facts.error().begin(), facts.error().end());
  }
  pack_.flags = read_codes("flags.json", "flags");
  pack_.pathways = read_codes("pathways.json", "pathways");
  pack_.exclusions = read_codes("exclusions.json", "exclusions");
  const auto models = read_models();
  if (vocabulary_good && !pack_.grades.empty() && compile(models)) {
    const auto roles = head.find("decisions");
    if (roles != head.end() && roles->is_object())
      read_roles(*roles);
    else
      add(pack_file, "/decisions", "missing", "pack.json says which decision does what under \"decisions\"");
    read_questions();
    read_cues();
    if (found_.empty() && files_.contains(safety_file)) read_safety();
  }
  return std::move(pack_);
}

std::string
pack_reader::read_text(const json& entry, const char* key, const std::string& file, const std::string& pointer) {
  const auto it = entry.find(key);
  if (it != entry.end() && it->is_string() && !it->get_ref<const std::string&>().empty()) return it->get<std::string>();
  add(file, pointer + "/" + key, "missing", std::string("a text \"") + key + "\" is needed here");
  return {};
}

std::string pack_reader::read_optional_text(
    const json& entry, const char* key, const std::string& file, const std::string& pointer
) {
  return entry.contains(key) ? read_text(entry, key, file, pointer) : std::string{};
}

nlohmann::json pack_reader::read_optional_list(
    const json& entry, const char* key, const std::string& file, const std::string& pointer
) {
  const auto it = entry.find(key);
  if (it == entry.end()) return json::array();
  if (it->is_array()) return *it;
  add(file, pointer + "/" + key, "wrong_type", std::string("\"") + key + "\" is a list");
  return json::array();
}

void pack_reader::check_keys(
    const json& entry, std::initializer_list<const char*> known, const std::string& file, const std::string& pointer
) {
  for (const auto& [key, value] : entry.items()) {
    if (std::ranges::find(known, key) == known.end()) {
      add(file, pointer + "/" + key, "unknown_key", "there is no \"" + key + "\" here");
    }
  }
}

void pack_reader::read_head(const json& head) {
  check_keys(head, {"name", "version", "title", "about", "shared", "grades", "decisions"}, pack_file, "");
  pack_.name = read_text(head, "name", pack_file, "");
  pack_.version = read_text(head, "version", pack_file, "");
  pack_.title = read_text(head, "title", pack_file, "");
  check_shared(head);
  const auto grades = head.find("grades");
  if (grades == head.end() || !grades->is_array() || grades->empty() || grades->size() > 20) {
    add(pack_file, "/grades", "missing", "a pack lists 1 to 20 grades, most urgent first");
    return;
  }
  for (std::size_t i = 0; i < grades->size(); ++i)
    read_grade((*grades)[i], "/grades/" + std::to_string(i));
}

void pack_reader::check_shared(const json& head) {
  const auto list = read_optional_list(head, "shared", pack_file, "");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto pointer = "/shared/" + std::to_string(i);
    if (!list[i].is_string()) {
      add(pack_file, pointer, "wrong_type", "a shared file is named by a text");
    } else if (!files_.contains(list[i].get<std::string>())) {
      add(pack_file, pointer, "missing", "there is no shared file " + list[i].dump(),
          "shared files stand in the folder \"common\" beside the pack's");
    }
  }
}

std::optional<std::chrono::microseconds>
pack_reader::read_duration(const json& entry, const char* key, const std::string& pointer) {
  const auto it = entry.find(key);
  if (it == entry.end() || it->is_null()) return std::nullopt;
  const auto duration = it->is_string() ? parse_duration(it->get_ref<const std::string&>()) : std::nullopt;
  if (!duration) add(pack_file, pointer + "/" + key, "bad_duration", "a duration is written like PT40M or P1D");
  return duration;
}

bool pack_reader::read_flag(
    const json& entry, const char* key, bool otherwise, const std::string& file, const std::string& pointer
) {
  const auto it = entry.find(key);
  if (it == entry.end()) return otherwise;
  if (it->is_boolean()) return it->get<bool>();
  add(file, pointer + "/" + key, "wrong_type", std::string("\"") + key + "\" is true or false");
  return otherwise;
}

void pack_reader::read_grade(const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(pack_file, pointer, "wrong_type", "a grade is an object");
    return;
  }
  check_keys(
      entry,
      {"code", "name", "results", "allocate_by", "arrive_by", "deploys", "silent_dispatch", "promotes_contact",
       "questions_wait", "say_to_caller"},
      pack_file, pointer
  );
  grade_definition grade;
  grade.code = read_text(entry, "code", pack_file, pointer);
  grade.name = read_text(entry, "name", pack_file, pointer);
  grade.allocate_by = read_duration(entry, "allocate_by", pointer);
  grade.arrive_by = read_duration(entry, "arrive_by", pointer);
  grade.deploys = read_flag(entry, "deploys", true, pack_file, pointer);
  grade.promotes_contact = read_flag(entry, "promotes_contact", grade.deploys, pack_file, pointer);
  grade.questions_wait = read_flag(entry, "questions_wait", false, pack_file, pointer);
  grade.say_to_caller = read_text(entry, "say_to_caller", pack_file, pointer);
  if (const auto silent = entry.find("silent_dispatch"); silent != entry.end() && silent->is_object()) {
    grade.acknowledge_within = read_duration(*silent, "acknowledge_within", pointer + "/silent_dispatch");
  }
  if (grade.code == "ungraded" || pack_.find_grade(grade.code)) {
    add(pack_file, pointer + "/code", "duplicate", "the grade code \"" + grade.code + "\" is taken");
  }
  if (!pack_.grades.empty() && grade.deploys && !pack_.grades.back().deploys) {
    add(pack_file, pointer + "/deploys", "out_of_order", "grades that deploy come before those that do not");
  }
  read_results(grade, entry, pointer);
  pack_.grades.push_back(std::move(grade));
}

void pack_reader::read_results(grade_definition& grade, const json& entry, const std::string& pointer) {
  auto listed = json::array({grade.code});
  if (entry.contains("results")) listed = read_optional_list(entry, "results", pack_file, pointer);
  for (const auto& result : listed) {
    const auto word = result.is_string() ? result.get<std::string>() : std::string{};
    if (word.empty()) add(pack_file, pointer + "/results", "wrong_type", "a result is a text");
    if (pack_.find_result(word)) {
      add(pack_file, pointer + "/results", "duplicate", "the result \"" + word + "\" stands for another grade");
    }
    grade.results.push_back(word);
  }
}

std::vector<code_definition> pack_reader::read_codes(const std::string& file, const char* key) {
  std::vector<code_definition> codes;
  const auto list = read_list(file, key);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto pointer = std::string("/") + key + "/" + std::to_string(i);
    const auto& entry = list[i];
    if (!entry.is_object()) {
      add(file, pointer, "wrong_type", "an entry is an object with code and text");
      continue;
    }
    check_keys(
        entry, {"code", "text", "authority", "say_to_caller", "source", "least_service", "grades"}, file, pointer
    );
    code_definition code;
    code.code = read_text(entry, "code", file, pointer);
    code.text = read_text(entry, "text", file, pointer);
    code.authority = read_optional_text(entry, "authority", file, pointer);
    code.say_to_caller = read_optional_text(entry, "say_to_caller", file, pointer);
    if (std::ranges::find(codes, code.code, &code_definition::code) != codes.end()) {
      add(file, pointer + "/code", "duplicate", "the code \"" + code.code + "\" is listed twice");
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::vector<dmn::definitions> pack_reader::read_models() {
  std::vector<dmn::definitions> models;
  bool any = false;
  for (const auto& [name, content] : files_) {
    if (!name.ends_with(".dmn")) continue;
    any = true;
    auto model = dmn::read_definitions(content, name);
    if (model)
      models.push_back(std::move(*model));
    else
      found_.insert(found_.end(), model.error().begin(), model.error().end());
  }
  if (!any) add("", "", "missing", "the pack has no decision tables", "add .dmn files");
  return models;
}

bool pack_reader::compile(const std::vector<dmn::definitions>& models) {
  fact_definition grade;
  grade.key = "grade";
  grade.label = "the grade proposed";
  grade.type = fact_type::enumeration;
  for (const auto& each : pack_.grades)
    grade.values.push_back(each.code);
  grade.values.emplace_back("ungraded");
  if (pack_.facts.find(grade.key)) {
    add(vocabulary_file, "/facts", "duplicate", "\"grade\" is the result of grading and cannot be a fact");
    return false;
  }
  auto tables = compiled_tables::compile(pack_.facts, std::span(&grade, 1), models);
  if (!tables) {
    found_.insert(found_.end(), tables.error().begin(), tables.error().end());
    return false;
  }
  pack_.tables = std::move(*tables);
  pack_.grade_slot = static_cast<std::uint16_t>(*pack_.tables.find_slot(grade.key));
  return true;
}

void pack_reader::read_roles(const json& roles) {
  table_used_.assign(pack_.tables.size(), false);
  check_keys(roles, {"grading", "flags", "exclusions", "pathway", "thrive", "promotion"}, pack_file, "/decisions");
  const auto each = [&](const char* role, auto&& take) {
    const auto it = roles.find(role);
    if (it == roles.end()) return;
    const auto list = it->is_array() ? *it : json::array({*it});
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto pointer = std::string("/decisions/") + role + "/" + std::to_string(i);
      if (const auto table = find_table(list[i], pointer)) take(*table, pointer);
    }
  };
  each("grading", [&](std::uint16_t table, const std::string& pointer) { read_grading(table, pointer); });
  each("flags", [&](std::uint16_t table, const std::string&) {
    read_listing(pack_.flag_tables, table, pack_.flags, "flag");
  });
  each("exclusions", [&](std::uint16_t table, const std::string&) {
    read_listing(pack_.exclusion_tables, table, pack_.exclusions, "exclusion");
  });
  std::vector<std::string> pathway_codes;
  for (const auto& pathway : pack_.pathways)
    pathway_codes.push_back(pathway.code);
  each("pathway", [&](std::uint16_t table, const std::string&) {
    pack_.pathway = read_choice(table, pathway_codes, "pathway");
  });
  each("promotion", [&](std::uint16_t table, const std::string&) { pack_.promotion = table; });
  const auto thrive = roles.contains("thrive") && roles["thrive"].is_object() ? roles["thrive"] : json::object();
  for (std::size_t i = 0; i < thrive_parts.size(); ++i) {
    const auto pointer = std::string("/decisions/thrive/") + thrive_parts[i];
    if (!thrive.contains(thrive_parts[i]))
      add(pack_file, pointer, "missing", "each part of THRIVE has a decision");
    else if (const auto table = find_table(thrive[thrive_parts[i]], pointer)) {
      pack_.thrive[i] = read_choice(*table, {"none", "low", "medium", "high"}, "level");
    }
  }
  if (pack_.grading.empty()) add(pack_file, "/decisions/grading", "missing", "a pack has at least one grading table");
  check_roles_used();
}

std::optional<std::uint16_t> pack_reader::find_table(const json& name, const std::string& pointer) {
  const auto index = name.is_string() ? pack_.tables.find_table(name.get_ref<const std::string&>()) : std::nullopt;
  if (!index) {
    add(pack_file, pointer, "unknown_decision", "no file of the pack has a decision named " + name.dump());
    return std::nullopt;
  }
  table_used_[*index] = true;
  return static_cast<std::uint16_t>(*index);
}

void pack_reader::read_grading(std::uint16_t index, const std::string& pointer) {
  const auto& table = pack_.tables[index];
  grading_table grading{index, {}, std::vector<rule_mask>(pack_.grades.size(), 0)};
  const auto& domain = pack_.tables.slot(table.outputs[0].slot);
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const auto result = table.rules[r].results[0];
    const auto code = domain.type == fact_type::enumeration ? domain.values[static_cast<std::size_t>(result - 1)]
                                                            : std::to_string(result);
    const auto grade = pack_.find_result(code);
    if (!grade) {
      add(table.file, table_path(table), "unknown_grade",
          "rule " + table.rules[r].id + " sets a grade \"" + code + "\" that pack.json does not list");
      return;
    }
    if (table.rules[r].why.empty()) {
      add(table.file, table_path(table), "missing", "rule " + table.rules[r].id + " does not say why",
          "fill the annotation column \"why\" in plain words");
    }
    grading.grade_of_rule.push_back(static_cast<std::uint8_t>(*grade));
    for (std::size_t g = *grade; g < pack_.grades.size(); ++g)
      grading.at_least[g] |= rule_mask{1} << r;
  }
  for (const auto& column : pack_.tables.columns_of(table)) {
    if (column.slot == pack_.grade_slot) add(pack_file, pointer, "circle", "a grading table cannot test the grade");
  }
  if (table.result == result_kind::first && table.unique) {
    add(table.file, table_path(table), "unsupported", "a grading table lets several rules match",
        "use hit policy PRIORITY or COLLECT");
  }
  pack_.grading.push_back(std::move(grading));
}

void pack_reader::read_listing(
    std::vector<listing_table>& into, std::uint16_t index, const std::vector<code_definition>& codes, const char* what
) {
  const auto& table = pack_.tables[index];
  const auto& domain = pack_.tables.slot(table.outputs[0].slot);
  listing_table listing{index, {}};
  for (const auto& rule : table.rules) {
    const auto word =
        domain.type == fact_type::enumeration ? domain.values[static_cast<std::size_t>(rule.results[0] - 1)] : "";
    const auto it = std::ranges::find(codes, word, &code_definition::code);
    if (it == codes.end()) {
      add(table.file, table_path(table), "unknown_code",
          "rule " + rule.id + " gives \"" + word + "\", which is no " + what);
      continue;
    }
    listing.code_of_rule.push_back(static_cast<std::uint16_t>(it - codes.begin()));
  }
  into.push_back(std::move(listing));
}

std::optional<choosing_table>
pack_reader::read_choice(std::uint16_t index, const std::vector<std::string>& codes, const char* what) {
  const auto& table = pack_.tables[index];
  const auto& domain = pack_.tables.slot(table.outputs[0].slot);
  if (domain.type != fact_type::enumeration || table.result != result_kind::first) {
    add(table.file, table_path(table), "unsupported", "this decision gives one text",
        "use hit policy FIRST or PRIORITY");
    return std::nullopt;
  }
  choosing_table choice{index, {}};
  for (const auto& value : domain.values) {
    const auto it = std::ranges::find(codes, value);
    if (it == codes.end()) add(table.file, table_path(table), "unknown_code", "\"" + value + "\" is no " + what);
    choice.code_of_result.push_back(static_cast<std::uint16_t>(it - codes.begin()));
  }
  return choice;
}

// A decision nobody uses is a mistake: either pack.json forgets it or another table misspells it.
void pack_reader::check_roles_used() {
  for (std::size_t i = 0; i < pack_.tables.size(); ++i) {
    for (const auto& column : pack_.tables.columns_of(pack_.tables[i])) {
      for (std::size_t maker = 0; maker < pack_.tables.size(); ++maker) {
        for (const auto& output : pack_.tables[maker].outputs) {
          if (output.slot == column.slot) table_used_[maker] = true;
        }
      }
    }
  }
  for (std::size_t i = 0; i < pack_.tables.size(); ++i) {
    if (table_used_[i]) continue;
    add(pack_.tables[i].file, table_path(pack_.tables[i]), "unused_decision",
        "nothing uses the decision \"" + pack_.tables[i].name + "\"", "name it under \"decisions\" in pack.json");
  }
}

} // namespace frontdoor::triage
