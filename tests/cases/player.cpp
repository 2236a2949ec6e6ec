#include "tests/cases/player.hpp"

#include <cmath>
#include <exception>

#include "tests/cases/expectations.hpp"
#include "tests/cases/references.hpp"

namespace frontdoor::cases {

namespace {

using nlohmann::json;

std::chrono::microseconds minutes(double count) {
  return std::chrono::microseconds(std::llround(count * 60e6));
}

std::string described(const step& one) {
  if (!one.acknowledge.empty()) return one.who + " acknowledges " + one.acknowledge;
  if (one.look) return "the incident " + one.path.substr(one.path.find('$') + 1);
  if (one.method.empty()) return "waiting";
  return one.method + " " + one.path + " as " + one.who;
}

class player {
 public:
  player(stage& where, const case_data& what, int number)
      : stage_(where), case_(what), around_{{}, where.now(), number} {}

  std::vector<failed_step> play() {
    for (std::size_t i = 0; i < case_.steps.size(); ++i) {
      const auto& one = case_.steps[i];
      auto faults = tried(one);
      if (!faults.empty()) failed_.push_back({i + 1, one.at, described(one), std::move(faults)});
    }
    return std::move(failed_);
  }

 private:
  std::vector<std::string> tried(const step& one) {
    try {
      std::vector<std::string> faults;
      for (int turn = 0; turn < one.times && faults.empty(); ++turn) {
        stage_.advance_to(around_.start + minutes(one.at + one.every * turn));
        if (!one.acknowledge.empty()) faults = acknowledged(one);
        if (!one.method.empty()) faults = called(one);
      }
      return faults;
    } catch (const unresolved& missing) {
      return {std::string("not tried: ") + missing.what()};
    } catch (const std::exception& error) {
      return {error.what()};
    }
  }

  std::vector<std::string> acknowledged(const step& one) {
    const auto record = read_incident(one.acknowledge);
    if (!record.contains("dispatch") || !record.at("dispatch").is_object()) return {"there is no dispatch"};
    const auto refused = stage_.acknowledge(one.who, record.at("dispatch").at("id").get<std::string>());
    if (refused.empty()) return {};
    return {"the acknowledgement was refused: " + refused};
  }

  std::vector<std::string> called(const step& one) {
    tests::header_list headers;
    if (!one.if_match.empty()) headers.emplace_back("If-Match", "\"" + version_of(one.if_match) + "\"");
    const auto path = put_in_text(one.path, around_);
    const auto body = one.body.is_null() ? std::string() : put_in(one.body, around_).dump();
    if (!one.look) return asked(one, path, body, headers);
    // What is only read must be the same wherever it is read.
    std::vector<std::string> faults;
    stage_.on_each([&](const std::string& at) {
      for (const auto& fault : asked(one, path, body, headers))
        faults.push_back(at + fault);
    });
    return faults;
  }

  std::vector<std::string>
  asked(const step& one, const std::string& path, const std::string& body, const tests::header_list& headers) {
    const auto answer = stage_.call(one.who, one.method, path, body, headers);
    json said = answer.body_json.is_discarded() ? json(answer.body) : answer.body_json;
    if (one.look && answer.status == 200) said["events"] = log_of(path);
    if (!one.name.empty() && answer.status < 300) around_.answers[one.name] = said;
    return compare(put_in(one.expect, around_), answer.status, said, around_.start);
  }

  json read_incident(const std::string& name) {
    const auto path = put_in_text("/v1/incidents/$" + name, around_);
    auto answer = stage_.call("supervisor", "GET", path, "", {});
    if (answer.status != 200) throw std::runtime_error("the incident cannot be read: " + answer.body);
    return std::move(answer.body_json);
  }

  json log_of(const std::string& path) {
    const auto answer = stage_.call("supervisor", "GET", path + "/log", "", {});
    if (answer.status != 200) throw std::runtime_error("the log cannot be read: " + answer.body);
    return answer.body_json.at("events");
  }

  // "$first": the version the incident has now; "$look.version": one that was seen.
  std::string version_of(const std::string& reference) {
    if (reference.find('.') != std::string::npos) return put_in_text(reference, around_);
    return read_incident(reference.substr(1)).at("version").dump();
  }

  stage& stage_;
  const case_data& case_;
  surroundings around_;
  std::vector<failed_step> failed_;
};

} // namespace

std::vector<failed_step> play(stage& where, const case_data& what, int number) {
  return player(where, what, number).play();
}

} // namespace frontdoor::cases
