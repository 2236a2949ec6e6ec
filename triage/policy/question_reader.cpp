#include <algorithm>

#include "triage/policy/pack_reader.hpp"

namespace frontdoor::triage {
namespace {

constexpr const char* question_file = "questions.json";

// A condition of a question as the text of a unary test; empty when it cannot be one.
std::string as_unary_test(const nlohmann::json& answer, const std::string& relation, fact_type type) {
  std::string list;
  const auto answers = answer.is_array() ? answer : nlohmann::json::array({answer});
  for (const auto& each : answers) {
    std::string text = each.dump();
    if (type == fact_type::set) text = "list contains(?, " + text + ")";
    list += (list.empty() ? "" : ", ") + text;
  }
  if (relation == "=") return list;
  if (relation == "!=") return "not(" + list + ")";
  if (relation == ">" || relation == "<" || relation == ">=" || relation == "<=") return relation + " " + list;
  return {};
}

} // namespace

void pack_reader::read_questions() {
  const auto list = read_list(question_file, "questions");
  pack_.question_of_fact.assign(pack_.facts.size(), policy_pack::no_question);
  for (std::size_t i = 0; i < list.size(); ++i)
    read_question(list[i], "/questions/" + std::to_string(i));
  check_questions();
}

void pack_reader::read_question(const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(question_file, pointer, "wrong_type", "a question is an object");
    return;
  }
  check_keys(
      entry,
      {"linkId", "fact", "text", "type", "answerOption", "enableWhen", "enableBehavior", "beforeSending", "last",
       "onlyOnCue"},
      question_file, pointer
  );
  question asked;
  asked.link_id = read_text(entry, "linkId", question_file, pointer);
  asked.text = read_text(entry, "text", question_file, pointer);
  const auto key = read_text(entry, "fact", question_file, pointer);
  const auto fact = pack_.facts.find(key);
  if (!fact) {
    const auto nearest = pack_.facts.nearest(key);
    add(question_file, pointer + "/fact", "unknown_fact", "there is no fact \"" + key + "\"",
        nearest.empty() ? "" : "did you mean \"" + std::string(nearest) + "\"?");
    return;
  }
  asked.fact = static_cast<std::uint16_t>(*fact);
  asked.before_sending = read_flag(entry, "beforeSending", false, question_file, pointer);
  const auto behaviour = read_optional_text(entry, "enableBehavior", question_file, pointer);
  if (!behaviour.empty() && behaviour != "all" && behaviour != "any") {
    add(question_file, pointer + "/enableBehavior", "unknown_value", "enableBehavior is \"all\" or \"any\"");
  }
  asked.enable_all = behaviour != "any";
  asked.only_on_cue = read_flag(entry, "onlyOnCue", false, question_file, pointer);
  asked.last = read_flag(entry, "last", false, question_file, pointer);
  for (const auto& option : read_optional_list(entry, "answerOption", question_file, pointer))
    read_option(asked, option, pointer + "/answerOption");
  const auto conditions = read_optional_list(entry, "enableWhen", question_file, pointer);
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    read_condition(asked, conditions[i], pointer + "/enableWhen/" + std::to_string(i));
  }
  auto& place = pack_.question_of_fact[*fact];
  if (place != policy_pack::no_question) add(question_file, pointer, "duplicate", "\"" + key + "\" has two questions");
  place = static_cast<std::uint16_t>(pack_.questions.size());
  for (std::size_t i = 0; i < asked.options.size(); ++i) {
    if (!asked.options[i].caller_instruction.empty())
      pack_.instructions.emplace_back(place, static_cast<std::uint16_t>(i));
  }
  pack_.questions.push_back(std::move(asked));
}

void pack_reader::read_option(question& asked, const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(question_file, pointer, "wrong_type", "an option is an object with value and display");
    return;
  }
  check_keys(entry, {"value", "display", "callerInstruction"}, question_file, pointer);
  const auto& fact = pack_.facts[asked.fact];
  const auto value = entry.value("value", json());
  const auto read = read_facts(pack_.facts, {{fact.key, value}}, pointer);
  if (!read || !read->known(asked.fact) || fact.type == fact_type::set) {
    add(question_file, pointer, "unknown_value", "\"" + fact.key + "\" has no value " + value.dump());
    return;
  }
  question::option option;
  option.code = read->code(asked.fact);
  option.value = value.is_string() ? value.get<std::string>() : value.dump();
  option.words = read_text(entry, "display", question_file, pointer);
  option.caller_instruction = read_optional_text(entry, "callerInstruction", question_file, pointer);
  asked.options.push_back(std::move(option));
}

void pack_reader::read_condition(question& asked, const json& entry, const std::string& pointer) {
  if (!entry.is_object()) {
    add(question_file, pointer, "wrong_type", "a condition is an object");
    return;
  }
  const auto name = read_text(entry, "question", question_file, pointer);
  const auto relation = entry.contains("operator") ? read_text(entry, "operator", question_file, pointer) : "=";
  const auto slot = pack_.tables.find_slot(name);
  if (!slot || !entry.contains("answer")) {
    add(question_file, pointer, "unknown_fact",
        "a condition names a fact or decision under \"question\" and an \"answer\"");
    return;
  }
  const auto& domain = pack_.tables.slot(*slot);
  const auto text = as_unary_test(entry["answer"], relation, domain.type);
  auto test = unary_cell::read(text, domain);
  if (!test) {
    add(question_file, pointer, test.error().code.c_str(), test.error().detail, test.error().remedy);
    return;
  }
  asked.enable_when.push_back({static_cast<std::uint16_t>(*slot), std::move(*test)});
}

// A starred fact without words to ask it with could never be settled.
void pack_reader::check_questions() {
  for (std::size_t i = 0; i < pack_.facts.size(); ++i) {
    if (pack_.facts[i].starred && pack_.question_of_fact[i] == policy_pack::no_question) {
      add(question_file, "/questions", "missing", "the starred fact \"" + pack_.facts[i].key + "\" has no question");
    }
  }
}

} // namespace frontdoor::triage
