#pragma once
// A case as it stands in its file, checked against case.schema.json.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace frontdoor::cases {

struct step {
  double at = 0; // minutes since the start of the case
  std::string name;
  std::string who = "handler";
  std::string method; // "" for a step that only acknowledges or only waits
  std::string path;
  nlohmann::json body;
  std::string if_match;
  std::string acknowledge; // the named incident
  bool look = false;       // an incident's record, and its log where events are expected
  int times = 1;
  double every = 0;
  nlohmann::json expect = nlohmann::json::object();
};

struct case_data {
  std::string id;
  std::string kind; // "" when the file cannot be read
  std::string title;
  std::string skipped;
  std::string starts; // "" or the instant of minute 0
  std::vector<std::string> needs;
  std::vector<step> steps;
  std::vector<std::string> faults; // of the file: it is not played
};

// All cases under `folder`, by their order of playing: those that start at an instant first, then by id.
std::vector<case_data> read_cases(const std::filesystem::path& folder);

} // namespace frontdoor::cases
