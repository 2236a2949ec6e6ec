#include "server/markers_command.hpp"

#include <ostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "server/clock/clock.hpp"
#include "server/history/keep_markers.hpp"
#include "server/start_up.hpp"
#include "server/whole_file.hpp"

namespace frontdoor {

namespace asio = boost::asio;

int run_marker_import(
    const config::settings& settings, const marker_arguments& given, std::ostream& out, std::ostream& err
) {
  const auto text = content_of(given.file);
  if (!text) {
    err << given.file << " cannot be read.\n";
    return 1;
  }
  auto markers = triage::history::import_markers(*text);
  if (!markers) {
    err << given.file << " is not right; nothing was changed:\n";
    for (const auto& fault : markers.error())
      err << "  " << fault.pointer << (fault.pointer.empty() ? "" : ": ") << fault.detail << ' ' << fault.remedy
          << '\n';
    return 1;
  }
  auto database = reach_database(settings);
  if (!database) {
    err << database.error() << '\n';
    return 1;
  }
  const auto materials = load_history(settings);
  if (!materials || !*materials) {
    err << (materials ? "History is switched off: set history.enabled." : materials.error()) << '\n';
    return 1;
  }
  asio::io_context io;
  const auto log = observe::make_silent_log();
  observe::metrics metrics;
  db::database_pool pool(io.get_executor(), database->options, *log, metrics);
  db::history_queries queries(pool);
  clock::identifiers identifiers;
  clock::system_clock_source clock;
  const auto count = markers->size();
  int exit_code = 1;
  asio::co_spawn(
      io,
      history::keep_markers(
          queries, *(*materials)->names, (*materials)->hash, identifiers, given.source, std::move(*markers), clock.now()
      ),
      [&](std::exception_ptr error, db::query_result<bool> kept) {
        if (error || !kept) {
          err << "The database could not be reached; nothing was changed.\n";
        } else if (!*kept) {
          err << "The database's history was keyed with another secret; nothing was changed. Use the servers' "
                 "history.secret_file.\n";
        } else {
          out << "Keeps " << count << " markers of " << given.source << ".\n";
          exit_code = 0;
        }
      }
  );
  io.run();
  pool.stop();
  return exit_code;
}

} // namespace frontdoor
