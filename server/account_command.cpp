#include "server/account_command.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "server/auth/accounts.hpp"
#include "server/clock/clock.hpp"
#include "server/db/auth_store.hpp"
#include "server/part_options.hpp"
#include "server/start_up.hpp"

namespace frontdoor {

namespace asio = boost::asio;

int run_account_command(
    const config::settings& settings, const account_arguments& given, std::istream& in, std::ostream& out,
    std::ostream& err
) {
  const auto role = auth::parse_role(given.role);
  if (!role) {
    err << "There is no role " << given.role
        << ": use call_handler, dispatcher, supervisor, auditor, admin or crime_registrar.\n";
    return 2;
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
  db::auth_store store(pool);
  auth::passwords passwords(password_limits_of(settings));
  clock::identifiers identifiers;
  clock::system_clock_source clock;

  auth::account_request wanted;
  wanted.name = given.name;
  wanted.display_name = given.display_name.empty() ? given.name : given.display_name;
  wanted.role = *role;
  wanted.password = auth::read_password(in);
  auth::on_behalf by("system:command_line", "account-create", clock.now());
  int exit_code = 1;
  asio::co_spawn(
      io,
      auth::make_account(
          store, passwords, identifiers, std::move(wanted), settings.auth.password_length_min, std::move(by)
      ),
      [&](std::exception_ptr error, std::expected<auth::account, http::problem> made) {
        if (error) {
          err << "The account could not be made.\n";
        } else if (!made) {
          err << made.error().title << ' ' << made.error().detail << '\n' << config::to_text(made.error().faults);
        } else {
          out << "Made the account " << made->name << ".\n";
          exit_code = 0;
        }
      }
  );
  io.run();
  pool.stop();
  return exit_code;
}

} // namespace frontdoor
