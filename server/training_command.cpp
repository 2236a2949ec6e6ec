#include "server/training_command.hpp"

#include <optional>
#include <ostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "server/db/training_queries.hpp"
#include "server/start_up.hpp"
#include "triage/time.hpp"

namespace frontdoor {

namespace asio = boost::asio;

int run_training_purge(
    const config::settings& settings, const training_arguments& given, std::ostream& out, std::ostream& err
) {
  std::optional<std::string> before;
  if (!given.before.empty()) before = given.before;
  if (before.has_value() == given.all) {
    err << "Say which exercises go: --before DATE or --all.\n";
    return 1;
  }
  if (before && !triage::parse_day(*before)) {
    err << "There is no such day: " << *before << ". Write a day such as 2026-03-01.\n";
    return 1;
  }
  auto database = reach_database(settings);
  if (!database) {
    err << database.error() << '\n';
    return 1;
  }
  asio::io_context io;
  const auto log = observe::make_silent_log();
  observe::metrics metrics;
  db::database_pool pool(io.get_executor(), database->options, *log, metrics);
  db::training_queries queries(pool);
  clock::identifiers identifiers;
  clock::system_clock_source clock;
  const auto now = clock.now();
  int exit_code = 1;
  asio::co_spawn(
      io,
      queries.purge(std::move(before), identifiers.make(now), {"system:command_line", "frontdoor training purge", now}),
      [&](std::exception_ptr error, db::query_result<std::uint64_t> gone) {
        if (error || !gone) {
          err << "The database could not be reached; nothing was deleted.\n";
        } else {
          out << "Exercises deleted: " << *gone << ".\n";
          exit_code = 0;
        }
      }
  );
  io.run();
  pool.stop();
  return exit_code;
}

int run_training_check(const config::settings& settings, std::ostream& out, std::ostream& err) {
  const auto schemas = load_schemas(settings.folders.schemas);
  if (!schemas) {
    err << schemas.error() << '\n';
    return 1;
  }
  const auto pack = load_policy(settings, *schemas);
  if (!pack) {
    err << pack.error() << '\n';
    return 1;
  }
  const auto data = load_training(settings, *schemas, **pack);
  if (!data) {
    err << data.error() << '\n';
    return 1;
  }
  if (!data->left_out.empty()) {
    err << "These are not played:\n" << config::to_text(data->left_out);
    return 1;
  }
  out << "Scenarios that " << (*pack)->name << " plays and agrees with: " << data->rules->scenarios.size() << ".\n";
  return 0;
}

} // namespace frontdoor
