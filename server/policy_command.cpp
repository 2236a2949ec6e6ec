#include "server/policy_command.hpp"

#include <expected>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "server/config/settings.hpp"
#include "server/policy/pack_directory.hpp"
#include "server/schema/json_schema.hpp"
#include "triage/policy/day/day.hpp"
#include "triage/policy/proof/difference.hpp"
#include "triage/policy/proof/verify.hpp"

namespace frontdoor {
namespace {

namespace proof = triage::proof;
using pack_pointer = std::shared_ptr<const triage::policy_pack>;
using read_pack_result = std::expected<pack_pointer, triage::faults>;

// Throws std::runtime_error when the folder, or the schemas, cannot be read.
read_pack_result read_pack(const std::string& folder, const policy_arguments& given) {
  const auto schemas = schema::schema_set::load(schema::read_schema_files(given.schemas_folder));
  if (!schemas) throw std::runtime_error("the schemas are not right:\n" + config::to_text(schemas.error()));
  return policy::read_pack_directory(folder, *schemas);
}

// For the commands that need a whole pack.
pack_pointer read_whole_pack(const std::string& folder, const policy_arguments& given) {
  auto pack = read_pack(folder, given);
  if (!pack) throw std::runtime_error("the pack " + folder + " is refused:\n" + config::to_text(pack.error()));
  return *pack;
}

std::chrono::milliseconds limit_of(const policy_arguments& given) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(given.limit_seconds));
}

// Runs `command`, and says what could not be read.
template <class Command> int with_readable_input(std::ostream& err, Command command) {
  try {
    return command();
  } catch (const std::runtime_error& error) {
    err << error.what() << '\n';
    return policy_unreadable;
  }
}

nlohmann::json read_json_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(path + " cannot be read");
  return nlohmann::json::parse(in, nullptr, false);
}

template <class Report> void print(const Report& report, bool as_json, std::ostream& out) {
  if (as_json)
    out << to_json(report).dump(2) << '\n';
  else
    out << to_text(report);
}

} // namespace

int run_policy_verify(const policy_arguments& given, std::ostream& out, std::ostream& err) {
  return with_readable_input(err, [&] {
    const auto pack = read_pack(given.folder, given);
    proof::proof_options options;
    options.limit = limit_of(given);
    if (!given.json) options.begun = [&err](proof::check which) { err << "proving: " << to_text(which) << '\n'; };
    const auto report = pack ? proof::verify(**pack, options) : proof::refused(pack.error());
    print(report, given.json, out);
    return report.verified() ? policy_verified : policy_refused;
  });
}

int run_policy_diff(const policy_arguments& given, std::ostream& out, std::ostream& err) {
  return with_readable_input(err, [&] {
    const auto before = read_whole_pack(given.folder, given);
    const auto after = read_whole_pack(given.other_folder, given);
    proof::difference_options options;
    options.limit = limit_of(given);
    if (!given.json)
      options.begun = [&err](const std::string& from, const std::string& to) {
        err << "comparing: " << from << " -> " << to << '\n';
      };
    print(proof::compare(*before, *after, options), given.json, out);
    return 0;
  });
}

int run_policy_mix(const policy_arguments& given, std::ostream& out, std::ostream& err) {
  return with_readable_input(err, [&] {
    const auto pack = read_whole_pack(given.folder, given);
    const auto plan = triage::read_day(read_json_file(given.day_file), *pack, given.day_file);
    if (!plan) throw std::runtime_error(given.day_file + " is not right:\n" + config::to_text(plan.error()));
    const auto result = triage::play_day(*pack, *plan, given.seed);
    if (given.json)
      out << to_json(result, *pack, *plan).dump(2) << '\n';
    else
      out << to_text(result, *pack, *plan);
    return 0;
  });
}

} // namespace frontdoor
