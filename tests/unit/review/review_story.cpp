#include "review_story.hpp"

#include <stdexcept>

namespace frontdoor::triage::review::testing {

using nlohmann::json;

uuid id(unsigned number) {
  uuid out;
  out.bytes[14] = static_cast<std::uint8_t>(number >> 8U);
  out.bytes[15] = static_cast<std::uint8_t>(number);
  return out;
}

json rules_document() {
  const auto items = json::array(
      {{{"item", "risk"},
        {"text", "No risk was left"},
        {"answers", json::array(
                        {{{"code", "met"}, {"text", "Met"}, {"points", 2}},
                         {{"code", "not_met"}, {"text", "Not met"}, {"points", 0}, {"fails", true}}}
                    )}},
       {{"item", "words"},
        {"text", "Own words"},
        {"answers", json::array(
                        {{{"code", "met"}, {"text", "Met"}, {"points", 2}},
                         {{"code", "partly"}, {"text", "In part"}, {"points", 1}},
                         {{"code", "not_met"}, {"text", "Not met"}, {"points", 0}},
                         {{"code", "none"}, {"text", "Does not apply"}}}
                    )}}}
  );
  const auto form = [&](int version) {
    return json{{"form", "short"}, {"version", version}, {"title", "Short"}, {"pass_percent", 75}, {"items", items}};
  };
  return {
      {"seed", 7},
      {"look_back", "P7D"},
      {"dispute_within", "P28D"},
      {"words", {{"characters_min", 12}, {"words_min", 3}, {"stock_phrases", {"as discussed"}}}},
      {"calibration", {{"share", 0.5}, {"look_back", "P28D"}}},
      {"queues", json::array(
                     {{{"queue", "lowered"},
                       {"text", "Lowered"},
                       {"form", "short"},
                       {"events", {"incident.grade_lowered"}},
                       {"share", 1}},
                      {{"queue", "some"},
                       {"text", "Some"},
                       {"form", "short"},
                       {"events", {"incident.closed"}},
                       {"outcomes", {"advice_given"}},
                       {"flags_any", {"DA"}},
                       {"returned_within", "P28D"},
                       {"share", 0.5}}}
                 )},
      {"forms", json::array({form(1), form(2)})}
  };
}

const rules& the_rules() {
  static const rules read = [] {
    auto made = read_rules(json::parse(rules_document().dump()), "reviews.json");
    if (!made) throw std::logic_error("the rules of the test are not right: " + made.error().front().pointer);
    return *std::move(made);
  }();
  return read;
}

review_story::review_story() : now_(*parse_rfc3339("2026-03-02T10:00:00Z")) {
  record_.incident = id(900);
  record_.version = 14;
  record_.district = "Bolton";
  record_.deciders = {"user:handler", "user:radio"};
}

std::expected<review_decision, refusal> review_story::when(const review_command& command) {
  const review_context context{now_, [this] { return id(next_++); }, who_, the_rules()};
  auto made = decide(record_, held_, command, context);
  if (!made) return made;
  if (holds_alternative<score_review>(command)) {
    events_.clear();
    record_.earlier.push_back(made->after);
  }
  held_ = made->after;
  events_.push_back(made->event);
  return made;
}

std::string review_story::refused(const review_command& command) {
  const auto made = when(command);
  return made ? std::string() : made.error().code;
}

score_review good_scoring() {
  score_review out;
  out.form = "short";
  out.subject = "user:handler";
  out.queue = "lowered";
  out.answers = {{"words", "partly"}, {"risk", "met"}};
  out.words.text = "You asked again what had changed that night.";
  return out;
}

score_review failing_scoring() {
  auto out = good_scoring();
  out.answers = {{"risk", "not_met"}, {"words", "met"}};
  out.words.comments = {{"risk", "He was still in the house."}};
  return out;
}

} // namespace frontdoor::triage::review::testing
