#pragma once
// The composition root: builds every part in order, wires them, runs them on one I/O thread, and stops them in reverse.

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "server/config/settings.hpp"

namespace frontdoor {

struct app_options {
  config::settings settings;
  bool demo_accounts = false;               // make accounts for trying out, and print them
  std::optional<std::string> demo_password; // for all of them; none: random
  bool demo = false;                        // play fictional contacts

  explicit app_options(config::settings s) : settings(std::move(s)) {}
};

class app {
 public:
  // Starts or reaches PostgreSQL, migrates, loads policy, schemas, console and board. Blocks for some seconds. An error
  // says what is wrong and what to do.
  static std::expected<std::unique_ptr<app>, std::string> create(app_options options);
  ~app();
  app(const app&) = delete;
  app& operator=(const app&) = delete;

  // Listens and serves until SIGTERM or SIGINT, then drains. `announce` gets what a person at the terminal should see
  // once the server is ready. Returns the process's exit code.
  int run(std::ostream& announce);

 private:
  class implementation;
  explicit app(std::unique_ptr<implementation> built);
  std::unique_ptr<implementation> implementation_;
};

} // namespace frontdoor
