// The command line: serve, config, account, policy, crime, markers, training, drill. What each does lies behind it.

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "server/account_command.hpp"
#include "server/app.hpp"
#include "server/config/settings.hpp"
#include "server/crime_import_command.hpp"
#include "server/drill_command.hpp"
#include "server/markers_command.hpp"
#include "server/policy_command.hpp"
#include "server/training_command.hpp"

namespace {

using namespace frontdoor;

constexpr const char* standard_file = "config/frontdoor.toml";

struct arguments {
  std::string file;
  std::vector<std::string> overrides;
  std::string clock;
  std::string database;
  bool demo_accounts = false;
  bool demo = false;
  std::string demo_password;
  account_arguments account;
  crime_import_arguments crime_import;
  marker_arguments markers;
  policy_arguments policy;
  training_arguments training;
  drill_arguments drill;
};

std::expected<config::settings, int> load_settings(const arguments& given) {
  config::sources from;
  from.file = given.file.empty() ? standard_file : given.file;
  from.file_may_lack = given.file.empty();
  from.environment = config::process_environment();
  from.overrides = given.overrides;
  if (!given.clock.empty()) from.overrides.push_back("server.clock=" + given.clock);
  if (!given.database.empty()) from.overrides.push_back("database.url=" + given.database);
  auto settings = config::load(from);
  if (settings) return std::move(*settings);
  std::cerr << "The configuration is not right:\n" << config::to_text(settings.error());
  return std::unexpected(2);
}

int serve(const arguments& given) {
  auto settings = load_settings(given);
  if (!settings) return settings.error();
  app_options options(std::move(*settings));
  options.demo_accounts = given.demo_accounts;
  options.demo = given.demo;
  if (!given.demo_password.empty()) options.demo_password = given.demo_password;
  auto built = app::create(std::move(options));
  if (!built) {
    std::cerr << built.error() << '\n';
    return 1;
  }
  return (*built)->run(std::cout);
}

int check(const arguments& given) {
  const auto settings = load_settings(given);
  if (!settings) return settings.error();
  std::cout << "The configuration is right.\n";
  return 0;
}

int create_account(const arguments& given) {
  const auto settings = load_settings(given);
  if (!settings) return settings.error();
  return run_account_command(*settings, given.account, std::cin, std::cout, std::cerr);
}

int import_markers(const arguments& given) {
  const auto settings = load_settings(given);
  if (!settings) return settings.error();
  return run_marker_import(*settings, given.markers, std::cout, std::cerr);
}

int purge_training(const arguments& given) {
  const auto settings = load_settings(given);
  if (!settings) return settings.error();
  return run_training_purge(*settings, given.training, std::cout, std::cerr);
}

int check_training(const arguments& given) {
  const auto settings = load_settings(given);
  if (!settings) return settings.error();
  return run_training_check(*settings, std::cout, std::cerr);
}

using policy_command = int (*)(const policy_arguments&, std::ostream&, std::ostream&);

int ask_policy(const arguments& given, policy_command command) {
  const auto settings = load_settings(given);
  if (!settings) return settings.error();
  auto policy = given.policy;
  policy.schemas_folder = settings->folders.schemas;
  return command(policy, std::cout, std::cerr);
}

void add_settings_options(CLI::App& command, arguments& given) {
  command.add_option("--config", given.file, "The configuration file (config/frontdoor.toml where it exists)");
  command.add_option("--set", given.overrides, "One setting, as http.port=9000; may be repeated")->take_all();
  command.add_option("--database", given.database, "PostgreSQL to use; without it the server runs its own");
}

void add_policy_commands(CLI::App& program, arguments& given, int& exit_code) {
  auto* policy = program.add_subcommand("policy", "Policy packs: prove one, compare two, play a day");
  policy->require_subcommand(1);
  const auto add = [&](const char* name, const char* about, policy_command command) {
    auto* added = policy->add_subcommand(name, about);
    added->add_option("folder", given.policy.folder, "The pack's folder")->required();
    added->add_flag("--json", given.policy.json, "Print for machines");
    added->add_option("--config", given.file, "The configuration file (config/frontdoor.toml where it exists)");
    added->callback([&, command] { exit_code = ask_policy(given, command); });
    return added;
  };
  constexpr const char* limit = "Seconds for each question put to the prover (10)";
  auto* verify = add("verify", "Prove a pack: 0 verified, 1 refused, 2 unreadable", run_policy_verify);
  verify->add_option("--limit", given.policy.limit_seconds, limit)->check(CLI::PositiveNumber);
  auto* diff = add("diff", "Which kinds of contact get another grade by another pack", run_policy_diff);
  diff->add_option("other", given.policy.other_folder, "The other pack's folder")->required();
  diff->add_option("--limit", given.policy.limit_seconds, limit)->check(CLI::PositiveNumber);
  auto* mix = add("mix", "What a pack makes of a plausible day", run_policy_mix);
  given.policy.day_file = "config/mix/day.json";
  mix->add_option("--seed", given.policy.seed, "The same seed plays the same day (1)");
  mix->add_option("--day", given.policy.day_file, "The day's data (config/mix/day.json)");
}

void add_training_commands(CLI::App& program, arguments& given, int& exit_code) {
  auto* training = program.add_subcommand("training", "Exercises over fictional contacts");
  training->require_subcommand(1);
  auto* purging = training->add_subcommand("purge", "Delete exercises and all that was done in them");
  add_settings_options(*purging, given);
  auto* before = purging->add_option("--before", given.training.before, "Those begun before this day (2026-03-01)");
  purging->add_flag("--all", given.training.all, "Every one")->excludes(before);
  purging->callback([&] { exit_code = purge_training(given); });
  auto* checking = training->add_subcommand("check", "Read the scenarios and list every fault: 0 none, 1 some");
  add_settings_options(*checking, given);
  checking->callback([&] { exit_code = check_training(given); });
}

int run(int count, char** values) {
  arguments given;
  int exit_code = 0;
  CLI::App program("Frontdoor: contact-centre triage and demand screening", "frontdoor");
  program.require_subcommand(1);
  program.set_version_flag("--version", FRONTDOOR_VERSION);

  auto* serving = program.add_subcommand("serve", "Run the server until SIGTERM or Ctrl-C");
  add_settings_options(*serving, given);
  serving->add_option("--clock", given.clock, "system, or manual for tests: moved by POST /v1/test/clock");
  serving->add_flag(
      "--demo-accounts", given.demo_accounts, "Make an account of each role and an API key, and print them"
  );
  serving->add_option("--demo-password", given.demo_password, "The password of those accounts (random without it)");
  serving->add_flag("--demo", given.demo, "Play fictional contacts so that the board lives");
  serving->callback([&] { exit_code = serve(given); });

  auto* configuration = program.add_subcommand("config", "The configuration");
  configuration->require_subcommand(1);
  configuration->add_subcommand("doc", "Print the reference of all settings as Markdown")->callback([] {
    std::cout << config::reference_markdown();
  });
  configuration->add_subcommand("sample", "Print a configuration file with every default")->callback([] {
    std::cout << config::sample_file();
  });
  auto* checking = configuration->add_subcommand("check", "Read the configuration and list every fault");
  add_settings_options(*checking, given);
  checking->callback([&] { exit_code = check(given); });

  auto* account = program.add_subcommand("account", "People's accounts");
  account->require_subcommand(1);
  auto* creating = account->add_subcommand("create", "Make an account; the password is read from standard input");
  add_settings_options(*creating, given);
  creating->add_option("name", given.account.name, "Small letters, digits, dots, hyphens")->required();
  creating
      ->add_option(
          "--role", given.account.role, "call_handler, dispatcher, supervisor, auditor, admin or crime_registrar"
      )
      ->required();
  creating->add_option("--display-name", given.account.display_name, "As colleagues see it");
  creating->callback([&] { exit_code = create_account(given); });

  add_policy_commands(program, given, exit_code);
  auto* crime = program.add_subcommand("crime", "The table of crime codes");
  crime->require_subcommand(1);
  auto* importing = crime->add_subcommand("import", "Check a spreadsheet's CSV export and write the table from it");
  importing->add_option("file", given.crime_import.file, "The CSV file")->required();
  importing->add_option("--version", given.crime_import.version, "Which edition it is")->required();
  importing->add_option("--source", given.crime_import.source, "Where it is from")->required();
  importing->add_option("--out", given.crime_import.out, "The table to write")->capture_default_str();
  importing->callback([&] { exit_code = run_crime_import(given.crime_import, std::cout, std::cerr); });

  auto* markers = program.add_subcommand("markers", "Warnings held on people, numbers, places and vehicles");
  markers->require_subcommand(1);
  auto* marking = markers->add_subcommand("import", "Replace the markers of one source by those of a CSV file");
  add_settings_options(*marking, given);
  marking->add_option("file", given.markers.file, "The CSV file")->required();
  marking->add_option("--source", given.markers.source, "The record they are from")->required();
  marking->callback([&] { exit_code = import_markers(given); });

  add_training_commands(program, given, exit_code);
  auto* drill =
      program.add_subcommand("drill", "Lose and restore a private PostgreSQL under contacts, and report what was lost");
  drill->add_option("--contacts", given.drill.contacts, "Contacts before, during and after the outage each")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  drill->add_option("--report", given.drill.report, "Also write the report to this file");
  drill->add_flag("--json", given.drill.json, "Print for machines");
  drill->callback([&] { exit_code = run_drill(given.drill, std::cout, std::cerr); });

  CLI11_PARSE(program, count, values);
  return exit_code;
}

} // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN); // libpq and sockets report a lost peer by their results
  try {
    return run(count, values);
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    std::fputc('\n', stderr);
  } catch (...) {
    std::fputs("stopped by an unknown fault\n", stderr);
  }
  return 1;
}
