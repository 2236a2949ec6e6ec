#pragma once
// Steps of stories on the server that the tests of the contract share.

#include <string>

#include <nlohmann/json.hpp>

#include "tests/system/contract_server.hpp"

namespace frontdoor::tests {

inline void advance(const char* duration) {
  done(as("admin").post("/v1/test/clock", {{"advance", duration}}));
}

inline std::string path_of(const std::string& incident) {
  return "/v1/incidents/" + incident;
}

// The id that a path ends with.
inline std::string id_at(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

inline nlohmann::json record_at(const std::string& path) {
  return done(as("supervisor").get(path));
}

inline nlohmann::json record_of(const std::string& incident) {
  return record_at(path_of(incident));
}

inline std::string id_of(const nlohmann::json& answer, const char* what) {
  return answer.at(what).at("id").get<std::string>();
}

// A lower grade with the words that it needs.
inline nlohmann::json lower_to(const std::string& grade) {
  const auto part = [](const char* text) { return nlohmann::json{{"level", "low"}, {"text", text}}; };
  return {
      {"grade", grade},
      {"reason_code", "risk_reduced_on_scene"},
      {"rationale", "The unit saw him board the train to Leeds."},
      {"thrive",
       {{"threat", part("He has left the area by train, seen by the unit.")},
        {"harm", part("Nobody was hurt, a door panel is broken.")},
        {"risk", part("He has no key and no car; a friend stays with her.")},
        {"investigation", part("The neighbour's doorbell camera holds a week.")},
        {"vulnerability", part("She is calm and has her phone.")},
        {"engagement", part("She asks for a visit tomorrow after work.")}}}
  };
}

// A major incident that begins with that one.
inline nlohmann::json declaration(const std::string& incident) {
  return {
      {"name", "Pile-up on the M60"},
      {"incident", incident},
      {"methane",
       {{"exact_location", "M60 clockwise, junction 12 to 13"},
        {"type", "Collision of several vehicles"},
        {"hazards", "Fuel on the carriageway, fog"},
        {"access", "From junction 13"},
        {"number_of_casualties", "At least 14"},
        {"emergency_services", "Fire and ambulance are there"}}},
      {"posts", {{"gold", "Hale"}, {"silver", "Moss"}, {"bronze", "Reed"}}}
  };
}

// A review of how that person's work kept to its times.
inline nlohmann::json timeliness_review(const std::string& account) {
  const auto answer = [](const char* item, const char* code) {
    return nlohmann::json{{"item", item}, {"answer", code}};
  };
  return {
      {"form", "timeliness"},
      {"subject", "user:" + account},
      {"answers",
       {answer("seen_in_time", "met"), answer("escalated", "met"), answer("risk_weighed_again", "partly"),
        answer("caller_told_truth", "met"), answer("reason_recorded", "met")}},
      {"feedback", "You asked again what had changed, and it shows in the record."}
  };
}

} // namespace frontdoor::tests
