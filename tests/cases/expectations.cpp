#include "tests/cases/expectations.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace frontdoor::cases {

namespace {

using nlohmann::json;
using faults = std::vector<std::string>;

constexpr std::size_t shown_max = 300; // of a value in a report

std::string shown(const json* value) {
  if (value == nullptr) return "nothing";
  auto text = value->dump();
  if (text.size() > shown_max) text = text.substr(0, shown_max) + "...";
  return text;
}

const json* at(const json& body, const std::string& pointer) {
  const json::json_pointer path(pointer);
  return body.contains(path) ? &body.at(path) : nullptr;
}

bool holds(const json& list, const json& wanted) {
  if (list.is_string() && wanted.is_string())
    return list.get_ref<const std::string&>().find(wanted.get_ref<const std::string&>()) != std::string::npos;
  return list.is_array() && std::find(list.begin(), list.end(), wanted) != list.end();
}

bool each_held(const json& list, const json& wanted) {
  if (!wanted.is_array()) return holds(list, wanted);
  return std::ranges::all_of(wanted, [&](const json& one) { return holds(list, one); });
}

bool any_held(const json& list, const json& wanted) {
  if (!wanted.is_array()) return holds(list, wanted);
  return std::ranges::any_of(wanted, [&](const json& one) { return holds(list, one); });
}

// Whether an element of a list passes every test, by pointer.
bool fits(const json& element, const json& tests) {
  for (const auto& [pointer, test] : tests.items()) {
    if (!passes(at(element, pointer), test)) return false;
  }
  return true;
}

std::ptrdiff_t fitting(const json& list, const json& tests) {
  if (!list.is_array()) return 0;
  return std::ranges::count_if(list, [&](const json& one) { return fits(one, tests); });
}

using operation = bool (*)(const json*, const json&);

const std::map<std::string, operation>& operations() {
  static const std::map<std::string, operation> known{
      {"equals", [](const json* value, const json& wanted) { return value != nullptr && *value == wanted; }},
      {"not", [](const json* value, const json& wanted) { return value != nullptr && *value != wanted; }},
      {"one_of", [](const json* value, const json& wanted) { return value != nullptr && holds(wanted, *value); }},
      {"contains", [](const json* value, const json& wanted) { return value != nullptr && each_held(*value, wanted); }},
      {"lacks", [](const json* value, const json& wanted) { return value != nullptr && !any_held(*value, wanted); }},
      {"at_least", [](const json* value, const json& wanted
                   ) { return value != nullptr && value->type() != json::value_t::null && *value >= wanted; }},
      {"at_most", [](const json* value, const json& wanted
                  ) { return value != nullptr && value->type() != json::value_t::null && *value <= wanted; }},
      {"count", [](const json* value, const json& wanted
                ) { return value != nullptr && value->is_array() && value->size() == wanted.get<std::size_t>(); }},
      {"some", [](const json* value, const json& wanted) { return value != nullptr && fitting(*value, wanted) > 0; }},
      {"none", [](const json* value, const json& wanted
               ) { return value != nullptr && value->is_array() && fitting(*value, wanted) == 0; }},
      {"absent", [](const json* value,
                    const json& wanted) { return (value == nullptr || value->is_null()) == wanted.get<bool>(); }},
  };
  return known;
}

// Whether an object is one of tests: all its names are those of operations.
bool is_tests(const json& test) {
  if (!test.is_object() || test.empty()) return false;
  for (const auto& [name, ignored] : test.items()) {
    if (!operations().contains(name)) return false;
  }
  return true;
}

const json* incident_in(const json& body) {
  if (!body.is_object()) return nullptr;
  if (const auto found = body.find("incident"); found != body.end()) return found->is_object() ? &*found : nullptr;
  return body.contains("grade_state") ? &body : nullptr;
}

// 1 is the most urgent; none is the least.
int urgency(const json* grade) {
  if (grade == nullptr || !grade->is_string()) return 99;
  const auto& text = grade->get_ref<const std::string&>();
  return text.find_first_not_of("0123456789") == std::string::npos && !text.empty() ? std::stoi(text) : 99;
}

void compare_grade(const json& expect, const json& incident, faults& found) {
  const auto* grade = at(incident, "/grade");
  const auto wrong = [&](const std::string& wanted) {
    found.push_back("expected grade " + wanted + ", got " + shown(grade));
  };
  if (expect.contains("grade") && (grade == nullptr || *grade != expect.at("grade"))) wrong(expect.at("grade").dump());
  if (expect.contains("at_least") && urgency(grade) > urgency(&expect.at("at_least")))
    wrong(expect.at("at_least").dump() + " or more urgent");
  if (expect.contains("at_most") && urgency(grade) < urgency(&expect.at("at_most")))
    wrong(expect.at("at_most").dump() + " or less urgent");
}

void compare_dispatch(const json& expect, const json& incident, faults& found) {
  if (!expect.contains("dispatch")) return;
  const auto* dispatch = at(incident, "/dispatch");
  const auto* state = at(incident, "/dispatch/state");
  const bool none = dispatch == nullptr || dispatch->is_null();
  const auto wanted = expect.at("dispatch").get<std::string>();
  if (wanted == "none" ? none : state != nullptr && *state == wanted) return;
  found.push_back("expected dispatch " + wanted + ", got " + (none ? "none" : shown(state)));
}

faults open_kinds(const json& list) {
  faults kinds;
  for (const auto& one : list) {
    if (one.value("state", std::string()) == "open") kinds.push_back(one.value("kind", std::string()));
  }
  return kinds;
}

void compare_tasks(const json& expect, const json& body, const json& incident, faults& found) {
  const bool wanted = expect.contains("open_tasks");
  const bool unwanted = expect.contains("no_open_tasks");
  if (!wanted && !unwanted) return;
  const auto* list = at(incident, "/tasks");
  if (list == nullptr) list = at(body, "/tasks");
  if (list == nullptr || !list->is_array()) {
    found.emplace_back("the answer has no tasks");
    return;
  }
  const auto open = open_kinds(*list);
  const auto is_open = [&](const json& kind) { return std::ranges::find(open, kind.get<std::string>()) != open.end(); };
  for (const auto& kind : expect.value("open_tasks", json::array())) {
    if (!is_open(kind)) found.push_back("expected the open task " + kind.dump() + ", open are " + json(open).dump());
  }
  for (const auto& kind : expect.value("no_open_tasks", json::array())) {
    if (is_open(kind)) found.push_back("expected no open task " + kind.dump() + ", open are " + json(open).dump());
  }
  if (unwanted && expect.at("no_open_tasks").empty() && !open.empty())
    found.push_back("expected no open task, open are " + json(open).dump());
}

void compare_flags(const json& expect, const json& incident, faults& found) {
  const auto* flags = at(incident, "/flags");
  for (const auto& flag : expect.value("flags", json::array())) {
    if (flags == nullptr || !holds(*flags, flag))
      found.push_back("expected the flag " + flag.dump() + ", got " + shown(flags));
  }
  for (const auto& flag : expect.value("no_flags", json::array())) {
    if (flags != nullptr && holds(*flags, flag))
      found.push_back("expected no flag " + flag.dump() + ", got " + shown(flags));
  }
}

constexpr std::array incident_names{"grade",    "at_least", "at_most",    "state",        "flags",
                                    "no_flags", "dispatch", "open_tasks", "no_open_tasks"};

void compare_incident(const json& expect, const json& body, faults& found) {
  const auto* incident = incident_in(body);
  if (expect.contains("no_incident") && expect.at("no_incident").get<bool>() == (incident != nullptr))
    found.push_back(incident != nullptr ? "expected no incident, one was made" : "expected an incident, got none");
  if (incident == nullptr) {
    const bool needed = std::ranges::any_of(incident_names, [&](const char* name) { return expect.contains(name); });
    if (needed) found.emplace_back("the answer has no incident");
    return;
  }
  compare_grade(expect, *incident, found);
  const auto* state = at(*incident, "/status");
  if (expect.contains("state") && (state == nullptr || *state != expect.at("state")))
    found.push_back("expected the incident " + expect.at("state").dump() + ", got " + shown(state));
  compare_flags(expect, *incident, found);
  compare_dispatch(expect, *incident, found);
  compare_tasks(expect, body, *incident, found);
}

bool in_time(const json& event, const json& wanted, triage::timestamp start) {
  const auto when = triage::parse_rfc3339(event.value("occurred_at", std::string()));
  if (!when) return false;
  const double minute = std::chrono::duration<double, std::ratio<60>>(*when - start).count();
  constexpr double slack = 0.001; // of a minute: the server's own work between clock and event
  if (wanted.contains("from") && minute < wanted.at("from").get<double>() - slack) return false;
  return !wanted.contains("by") || minute <= wanted.at("by").get<double>() + slack;
}

std::string types_in(const json& events) {
  std::string out;
  for (const auto& one : events)
    out += (out.empty() ? "" : ", ") + one.value("type", std::string());
  return out;
}

void compare_events(const json& expect, const json& body, triage::timestamp start, faults& found) {
  if (!expect.contains("events") && !expect.contains("no_events")) return;
  const auto events = body.is_object() ? body.value("events", json::array()) : json::array();
  for (const auto& wanted : expect.value("events", json::array())) {
    const auto times = std::ranges::count_if(events, [&](const json& one) {
      return one.value("type", json()) == wanted.at("type") && in_time(one, wanted, start) &&
             fits(one, wanted.value("values", json::object()));
    });
    const bool right = wanted.contains("times") ? times == wanted.at("times").get<std::ptrdiff_t>() : times > 0;
    if (!right)
      found.push_back(
          "expected the event " + wanted.dump() + ", it is there " + std::to_string(times) +
          " times in: " + types_in(events)
      );
  }
  for (const auto& type : expect.value("no_events", json::array())) {
    const bool there = std::ranges::any_of(events, [&](const json& one) { return one.value("type", json()) == type; });
    if (there) found.push_back("expected no event " + type.dump() + ", it is there");
  }
}

void compare_problem(const json& expect, const json& body, faults& found) {
  const auto* code = body.is_object() ? at(body, "/code") : nullptr;
  if (expect.contains("code") && (code == nullptr || *code != expect.at("code")))
    found.push_back("expected the code " + expect.at("code").dump() + ", got " + shown(code));
  for (const auto& wanted : expect.value("errors", json::array())) {
    const auto* errors = body.is_object() ? at(body, "/errors") : nullptr;
    if (errors == nullptr || fitting(*errors, json{{"/code", wanted}}) == 0)
      found.push_back("expected the error " + wanted.dump() + ", got " + shown(errors));
  }
}

} // namespace

bool passes(const json* value, const json& test) {
  if (!is_tests(test)) return value != nullptr && *value == test;
  return std::ranges::all_of(test.items(), [&](const auto& one) {
    return operations().at(one.key())(value, one.value());
  });
}

faults compare(const json& expect, int status, const json& body, triage::timestamp start) {
  faults found;
  if (expect.contains("status") ? status != expect.at("status").get<int>() : status < 200 || status > 299) {
    const auto wanted = expect.contains("status") ? expect.at("status").dump() : std::string("2xx");
    found.push_back("expected status " + wanted + ", got " + std::to_string(status) + " " + shown(&body));
    return found;
  }
  compare_problem(expect, body, found);
  compare_incident(expect, body, found);
  compare_events(expect, body, start, found);
  for (const auto& [pointer, test] : expect.value("values", json::object()).items()) {
    const auto* value = at(body, pointer);
    if (!passes(value, test)) found.push_back("expected " + pointer + " " + test.dump() + ", got " + shown(value));
  }
  return found;
}

} // namespace frontdoor::cases
