#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/review/rules.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage::review {

namespace {

using nlohmann::json;

// Kept in step with the index of migrations/006_reviews.sql, which a test compares.
constexpr std::array<std::string_view, 14> indexed_events{
    "incident.grade_lowered", "incident.grade_restored", "incident.closed",         "incident.reopened",
    "incident.deferred",      "incident.linked",         "incident.fact_set_aside", "task.overdue",
    "dispatch.overdue",       "handoff.silent",          "handoff.requested",       "incident.crime_decision_late",
    "incident.crime_decided", "incident.grade_set"
};

class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  std::expected<rules, faults> read(const json& document) {
    if (!document.is_object()) {
      fail("", "not_json", "The file is no JSON object.");
      return std::unexpected(std::move(found_));
    }
    out_.seed = whole_number(document, "", "seed", 9007199254740991ULL);
    out_.look_back = duration(document, "", "look_back");
    out_.dispute_within = duration(document, "", "dispute_within");
    read_words(document);
    if (const json* calibration = object(document, "", "calibration")) {
      out_.calibration_share = share(*calibration, "/calibration");
      out_.calibration_look_back = duration(*calibration, "/calibration", "look_back");
    }
    each(document, "", "forms", [&](const json& one, const std::string& at) { read_form(one, at); });
    each(document, "", "queues", [&](const json& one, const std::string& at) { read_queue(one, at); });
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return std::move(out_);
  }

 private:
  void fail(std::string pointer, const char* code, std::string detail) {
    found_.push_back({std::move(pointer), code, std::move(detail), {}, file_});
  }

  std::string text(const json& from, const std::string& at, const char* name) {
    auto read = text_of(from, name);
    if (!read || read->empty()) fail(at + "/" + name, "missing", "A text stands here.");
    return std::move(read).value_or("");
  }

  std::uint64_t whole_number(const json& from, const std::string& at, const char* name, std::uint64_t highest) {
    const json* value = member_of(from, name);
    if (value == nullptr || !value->is_number_unsigned() || value->get<std::uint64_t>() > highest) {
      fail(at + "/" + name, "wrong_type", "A whole number from 0 to " + std::to_string(highest) + " stands here.");
      return 0;
    }
    return value->get<std::uint64_t>();
  }

  std::chrono::microseconds duration(const json& from, const std::string& at, const char* name) {
    const auto written = text_of(from, name);
    const auto read = written ? parse_duration(*written) : std::nullopt;
    if (!read || read->count() <= 0) fail(at + "/" + name, "bad_duration", "A duration such as P7D stands here.");
    return read.value_or(std::chrono::microseconds{});
  }

  double share(const json& from, const std::string& at) {
    const auto read = number_of(from, "share");
    if (!read || *read <= 0 || *read > 1) {
      fail(at + "/share", "out_of_range", "A share is more than 0 and at most 1; 0.02 is two in a hundred.");
      return 1;
    }
    return *read;
  }

  const json* object(const json& from, const std::string& at, const char* name) {
    const json* value = member_of(from, name);
    if (value == nullptr || !value->is_object()) {
      fail(at + "/" + name, "missing", "An object stands here.");
      return nullptr;
    }
    return value;
  }

  template <typename Each> void each(const json& from, const std::string& at, const char* name, Each&& visit) {
    const json* list = member_of(from, name);
    if (list == nullptr || !list->is_array() || list->empty())
      return fail(at + "/" + name, "missing", "A list with something in it stands here.");
    std::size_t place = 0;
    for (const auto& one : *list) {
      const auto here = at + "/" + name + "/" + std::to_string(place++);
      if (one.is_object())
        visit(one, here);
      else
        fail(here, "wrong_type", "An object stands here.");
    }
  }

  std::vector<std::string> texts(const json& from, const std::string& at, const char* name) {
    std::vector<std::string> out;
    const json* list = member_of(from, name);
    if (list == nullptr) return out;
    if (!list->is_array()) fail(at + "/" + name, "wrong_type", "A list of texts stands here.");
    for (const auto& one : *list) {
      if (one.is_string())
        out.push_back(one.get<std::string>());
      else
        fail(at + "/" + name, "wrong_type", "A list of texts stands here.");
    }
    return out;
  }

  void read_words(const json& document) {
    const json* words = object(document, "", "words");
    if (words == nullptr) return;
    const auto characters_min = static_cast<std::uint32_t>(whole_number(*words, "/words", "characters_min", 1000));
    const auto words_min = static_cast<std::uint32_t>(whole_number(*words, "/words", "words_min", 100));
    out_.words = own_words_of(characters_min, words_min, texts(*words, "/words", "stock_phrases"));
  }

  answer_rule read_answer(const json& one, const std::string& at) {
    answer_rule out;
    out.code = text(one, at, "code");
    out.text = text(one, at, "text");
    if (member_of(one, "points") != nullptr)
      out.points = static_cast<std::uint32_t>(whole_number(one, at, "points", 100));
    const json* fails = member_of(one, "fails");
    out.fails = fails != nullptr && *fails == true;
    return out;
  }

  void read_form(const json& one, const std::string& at) {
    form out;
    out.name = text(one, at, "form");
    out.version = static_cast<std::uint32_t>(whole_number(one, at, "version", 1000));
    out.title = text(one, at, "title");
    out.pass_percent = static_cast<std::uint32_t>(whole_number(one, at, "pass_percent", 100));
    each(one, at, "items", [&](const json& entry, const std::string& here) {
      item_rule item;
      item.code = text(entry, here, "item");
      item.text = text(entry, here, "text");
      item.source = text_of(entry, "source").value_or("");
      each(entry, here, "answers", [&](const json& answer, const std::string& place) {
        auto read = read_answer(answer, place);
        if (item.find(read.code) != nullptr) fail(place + "/code", "duplicate", "The answer is there already.");
        item.answers.push_back(std::move(read));
      });
      if (out.find(item.code) != nullptr) fail(here + "/item", "duplicate", "The item is there already.");
      const auto counts = [](const answer_rule& answer) { return answer.points.value_or(0) > 0; };
      if (std::ranges::none_of(item.answers, counts))
        fail(here + "/answers", "no_points", "At least one answer has points, or nothing can be reached.");
      out.items.push_back(std::move(item));
    });
    if (out_.find_form(out.name, out.version) != nullptr)
      fail(at + "/version", "duplicate", "This version of the form is there already.");
    out_.forms.push_back(std::move(out));
  }

  void read_queue(const json& one, const std::string& at) {
    queue out;
    out.name = text(one, at, "queue");
    out.text = text(one, at, "text");
    out.form = text(one, at, "form");
    out.events = texts(one, at, "events");
    out.flags_any = texts(one, at, "flags_any");
    out.outcomes = texts(one, at, "outcomes");
    if (member_of(one, "returned_within") != nullptr) out.returned_within = duration(one, at, "returned_within");
    out.share = share(one, at);
    if (out.events.empty()) fail(at + "/events", "missing", "A queue is made of events.");
    for (const auto& type : out.events) {
      if (std::ranges::find(indexed_events, type) == indexed_events.end())
        fail(at + "/events", "unknown_event", "No queue can be made of '" + type + "'.");
    }
    if (out_.find_form(out.form) == nullptr) fail(at + "/form", "unknown_form", "There is no form '" + out.form + "'.");
    if (out.name == "calibration" || out_.find_queue(out.name) != nullptr)
      fail(at + "/queue", "duplicate", "A queue of that name is there already.");
    out_.queues.push_back(std::move(out));
  }

  std::string file_;
  rules out_;
  faults found_;
};

} // namespace

const answer_rule* item_rule::find(std::string_view wanted) const {
  const auto found = std::ranges::find(answers, wanted, &answer_rule::code);
  return found == answers.end() ? nullptr : &*found;
}

const item_rule* form::find(std::string_view item) const {
  const auto found = std::ranges::find(items, item, &item_rule::code);
  return found == items.end() ? nullptr : &*found;
}

const queue* rules::find_queue(std::string_view name) const {
  const auto found = std::ranges::find(queues, name, &queue::name);
  return found == queues.end() ? nullptr : &*found;
}

const form* rules::find_form(std::string_view name) const {
  const form* latest = nullptr;
  for (const auto& one : forms) {
    if (one.name == name && (latest == nullptr || one.version > latest->version)) latest = &one;
  }
  return latest;
}

const form* rules::find_form(std::string_view name, std::uint32_t version) const {
  const auto found =
      std::ranges::find_if(forms, [&](const form& one) { return one.name == name && one.version == version; });
  return found == forms.end() ? nullptr : &*found;
}

std::span<const std::string_view> reviewable_events() {
  return indexed_events;
}

std::expected<rules, faults> read_rules(const json& document, const std::string& file) {
  return reader(file).read(document);
}

json to_json(const form& one) {
  json items = json::array();
  for (const auto& item : one.items) {
    json answers = json::array();
    for (const auto& answer : item.answers) {
      json written{{"code", answer.code}, {"text", answer.text}, {"fails", answer.fails}};
      put(written, "points", answer.points);
      answers.push_back(std::move(written));
    }
    items.push_back({{"item", item.code}, {"text", item.text}, {"source", item.source}, {"answers", std::move(answers)}}
    );
  }
  return {
      {"form", one.name},
      {"version", one.version},
      {"title", one.title},
      {"pass_percent", one.pass_percent},
      {"items", std::move(items)}
  };
}

json to_json(const queue& one) {
  return {{"queue", one.name}, {"text", one.text}, {"form", one.form}, {"share", one.share}};
}

} // namespace frontdoor::triage::review
