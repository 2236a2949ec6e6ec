#include "tests/cases/case_file.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "server/schema/json_schema.hpp"
#include "server/schema/strict_json.hpp"
#include "tests/support/whole_file.hpp"

namespace frontdoor::cases {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* schema_name = "case.schema.json";

const schema::schema_set& case_schema() {
  static const auto loaded = [] {
    auto read = schema::schema_set::load({{schema_name, tests::content_of(fs::path("tests/cases") / schema_name)}});
    if (!read) throw std::runtime_error(std::string(schema_name) + ": " + read.error().front().detail);
    return std::move(*read);
  }();
  return loaded;
}

std::vector<std::string> in_words(const triage::faults& faults) {
  std::vector<std::string> out;
  for (const auto& one : faults)
    out.push_back(one.pointer + " " + one.code + ": " + one.detail);
  return out;
}

// The call that a step makes: one of `contact`, `call` and `incident`.
void read_call(const json& said, step& one) {
  if (said.contains("contact")) {
    one.method = "POST";
    one.path = "/v1/contacts";
    one.body = said.at("contact");
  }
  if (said.contains("call")) {
    const auto call = said.at("call").get<std::string>();
    one.method = call.substr(0, call.find(' '));
    one.path = call.substr(call.find(' ') + 1);
    one.body = said.value("body", one.method == "POST" ? json::object() : json());
  }
  if (said.contains("incident")) {
    one.method = "GET";
    one.path = "/v1/incidents/$" + said.at("incident").get<std::string>();
    one.look = true;
    if (!said.contains("as")) one.who = "supervisor";
  }
}

step read_step(const json& said, double earlier, const std::string& where, std::vector<std::string>& faults) {
  step one;
  one.at = said.at("at").get<double>();
  one.name = said.value("name", std::string());
  one.acknowledge = said.value("acknowledge", std::string());
  one.who = said.value("as", std::string(one.acknowledge.empty() ? "handler" : "dispatcher"));
  one.if_match = said.value("if_match", std::string());
  one.expect = said.value("expect", json::object());
  if (const auto repeat = said.find("repeat"); repeat != said.end()) {
    one.times = repeat->at("times").get<int>();
    one.every = repeat->at("every").get<double>();
  }
  read_call(said, one);
  const int verbs = static_cast<int>(said.contains("contact")) + static_cast<int>(said.contains("call")) +
                    static_cast<int>(said.contains("incident")) + static_cast<int>(said.contains("acknowledge"));
  if (verbs > 1) faults.push_back(where + " does more than one thing");
  if (one.at < earlier) faults.push_back(where + " lies before the step above it");
  if (said.contains("body") && !said.contains("call")) faults.push_back(where + " has a body without a call");
  return one;
}

case_data read_case(const fs::path& path) {
  case_data out;
  out.id = path.stem().string();
  const auto read = schema::parse_strict(tests::content_of(path));
  if (!read) {
    out.faults = in_words(read.error());
    return out;
  }
  if (read->is_object() && read->contains("kind") && read->at("kind").is_string())
    out.kind = read->at("kind").get<std::string>();
  out.faults = in_words(case_schema().validate(schema_name, *read));
  if (!out.faults.empty()) return out;
  if (read->at("id") != out.id) out.faults.emplace_back("/id is not the file's name");
  out.title = read->at("title").get<std::string>();
  out.skipped = read->value("skipped", std::string());
  out.starts = read->value("starts", std::string());
  out.needs = read->value("needs", std::vector<std::string>());
  double earlier = 0;
  for (const auto& said : read->at("steps")) {
    const auto where = "/steps/" + std::to_string(out.steps.size());
    out.steps.push_back(read_step(said, earlier, where, out.faults));
    const auto& one = out.steps.back();
    earlier = one.at + one.every * (one.times - 1);
  }
  if (out.steps.empty() && out.skipped.empty()) out.faults.emplace_back("/steps is empty");
  return out;
}

} // namespace

std::vector<case_data> read_cases(const fs::path& folder) {
  std::vector<case_data> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (entry.is_regular_file() && entry.path().extension() == ".json" && !name.ends_with(".schema.json"))
      out.push_back(read_case(entry.path()));
  }
  std::map<std::string, int> seen;
  for (auto& one : out) {
    if (++seen[one.id] > 1) one.faults.emplace_back("another case has the same id");
  }
  std::ranges::sort(out, {}, [](const case_data& one) { return std::tuple(one.starts.empty(), one.starts, one.id); });
  return out;
}

} // namespace frontdoor::cases
