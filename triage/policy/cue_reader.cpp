#include "triage/policy/pack_reader.hpp"

namespace frontdoor::triage {
namespace {

constexpr const char* cue_file = "cues.json";

} // namespace

void pack_reader::read_cues() {
  if (!files_.contains(cue_file)) return;
  const auto list = read_list(cue_file, "cues");
  std::vector<cue_words> words;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto pointer = "/cues/" + std::to_string(i);
    if (list[i].is_object())
      read_cue(list[i], pointer, words);
    else
      add(cue_file, pointer, "wrong_type", "a cue is an object");
  }
  auto finder = cue_finder::compile(words);
  if (finder) pack_.cue_words = std::move(*finder);
}

void pack_reader::read_cue(const json& entry, const std::string& pointer, std::vector<cue_words>& words) {
  check_keys(
      entry, {"id", "words", "patterns", "unless", "fact", "value", "effect", "floor", "text", "source"}, cue_file,
      pointer
  );
  text_cue cue;
  cue.id = read_text(entry, "id", cue_file, pointer);
  cue.text = read_text(entry, "text", cue_file, pointer);
  cue.source = read_text(entry, "source", cue_file, pointer);
  for (const auto& other : pack_.cues) {
    if (other.id == cue.id) add(cue_file, pointer + "/id", "duplicate", "the cue \"" + cue.id + "\" is listed twice");
  }
  read_suggestion(cue, entry, pointer);
  read_effect(cue, entry, pointer);
  cue_words found;
  for (const auto& each : read_optional_list(entry, "words", cue_file, pointer))
    found.patterns.push_back(pattern_of_words(each.is_string() ? each.get<std::string>() : std::string{}));
  for (const auto& each : read_optional_list(entry, "patterns", cue_file, pointer))
    found.patterns.push_back(each.is_string() ? each.get<std::string>() : std::string{});
  for (const auto& each : read_optional_list(entry, "unless", cue_file, pointer))
    found.unless.push_back(each.is_string() ? each.get<std::string>() : std::string{});
  for (const auto* list : {&found.patterns, &found.unless}) {
    for (const auto& pattern : *list) {
      if (pattern.empty()) add(cue_file, pointer, "wrong_type", "words and patterns are texts that are not empty");
    }
  }
  if (found.patterns.empty()) add(cue_file, pointer + "/words", "missing", "a cue has words or patterns");
  if (const auto alone = cue_finder::compile({found}); !alone) {
    add(cue_file, pointer, "bad_pattern", "an expression of this cue is not right: " + alone.error());
  }
  words.push_back(std::move(found));
  pack_.cues.push_back(std::move(cue));
}

// The fact and value suggested. Without a question for the fact a cue could not be answered.
void pack_reader::read_suggestion(text_cue& cue, const json& entry, const std::string& pointer) {
  const auto key = read_text(entry, "fact", cue_file, pointer);
  const auto value = entry.find("value");
  const auto facts = read_facts(pack_.facts, {{key, value == entry.end() ? json() : *value}}, pointer);
  if (!facts) {
    for (const auto& fault : facts.error())
      add(cue_file, pointer + "/value", fault.code.c_str(), fault.detail, fault.remedy);
    return;
  }
  const auto fact = *pack_.facts.find(key);
  if (!facts->known(fact)) add(cue_file, pointer + "/value", "missing", "a cue suggests a value of its fact");
  if (pack_.question_of_fact[fact] == policy_pack::no_question) {
    add(cue_file, pointer + "/fact", "missing", "no question asks for \"" + key + "\"", "add one to questions.json");
  }
  cue.fact = static_cast<std::uint16_t>(fact);
  cue.code = facts->code(fact);
}

void pack_reader::read_effect(text_cue& cue, const json& entry, const std::string& pointer) {
  const auto effect = read_text(entry, "effect", cue_file, pointer);
  cue.sets_floor = effect == "floor";
  if (effect != "floor" && effect != "ask") {
    add(cue_file, pointer + "/effect", "unknown_value", "the effect of a cue is \"ask\" or \"floor\"");
  }
  if (cue.sets_floor != entry.contains("floor")) {
    add(cue_file, pointer + "/floor", "missing", "a cue that sets a floor names it, and no other cue does");
  }
  if (!cue.sets_floor) return;
  const auto floor = read_text(entry, "floor", cue_file, pointer);
  const auto grade = pack_.find_result(floor);
  if (!grade || !pack_.grades[*grade].deploys) {
    add(cue_file, pointer + "/floor", "unknown_grade", "no grade that deploys has the result \"" + floor + "\"");
    return;
  }
  cue.floor = static_cast<std::uint8_t>(*grade);
}

} // namespace frontdoor::triage
