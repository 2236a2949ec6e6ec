#include "server/drill_command.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "server/drill_report.hpp"
#include "server/drilled_server.hpp"

namespace frontdoor {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds patience{120};
constexpr std::chrono::milliseconds step{50};

// Removed at the end. Its name is short: a socket lies in it.
struct drill_folder {
  drill_folder() {
    std::string pattern = "/tmp/frontdoor-drill-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
    fs::permissions(path, fs::perms(0755)); // the system user to whom PostgreSQL is handed comes this far
  }
  ~drill_folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  drill_folder(const drill_folder&) = delete;
  drill_folder& operator=(const drill_folder&) = delete;
  fs::path path;
};

std::chrono::milliseconds since(steady_clock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begun);
}

bool wait_for(const std::function<bool()>& done) {
  const auto until = steady_clock::now() + patience;
  while (!done()) {
    if (steady_clock::now() > until) return false;
    std::this_thread::sleep_for(step);
  }
  return true;
}

std::unique_ptr<db::embedded_cluster> start_database(const fs::path& folder) {
  db::embedded_options options;
  options.data_folder = (folder / "database").string();
  std::unique_ptr<db::embedded_cluster> made;
  std::string why;
  // After a SIGKILL, what the postmaster had started may still be on its way out.
  const bool started = wait_for([&] {
    auto tried = db::embedded_cluster::start(options);
    if (tried)
      made = std::move(*tried);
    else
      why = tried.error();
    return made != nullptr;
  });
  if (!started) throw std::runtime_error(why);
  return made;
}

std::string contact_body(std::size_t number) {
  return json{
      {"channel", "999"},
      {"narrative", "Drill: a man with a knife outside the shop, call " + std::to_string(number)},
      {"facts", {{"weapon", "seen"}, {"weapon_type", "knife"}, {"suspect_present", true}, {"time_since_event", "now"}}}
  }.dump();
}

class drill {
 public:
  explicit drill(const drill_arguments& given) : given_(given) {}

  drill_findings run() {
    auto database = start_database(folder_.path);
    {
      const drilled_server server(folder_.path, *database);
      take(server, found_.slowest_before);
      const auto lost_at = steady_clock::now();
      ::kill(database->process_id(), SIGKILL);
      database.reset();
      take_one(server);
      found_.until_degraded = since(lost_at);
      take(server, found_.slowest_degraded);
      const auto started_at = steady_clock::now();
      database = start_database(folder_.path);
      found_.database_start = since(started_at);
      const auto back_at = steady_clock::now();
      if (!wait_for([&] { return server.get("/readyz").body.find(R"("mode":"normal")") != std::string::npos; }))
        throw std::runtime_error("the server did not come back");
      found_.until_normal = since(back_at);
      std::chrono::milliseconds after{0};
      take(server, after);
      read_log(server);
    }
    return std::move(found_);
  }

 private:
  void take(const drilled_server& server, std::chrono::milliseconds& slowest) {
    for (std::size_t i = 0; i < given_.contacts; ++i)
      slowest = std::max(slowest, take_one(server));
  }

  // A sender that is refused sends it again with its key, as the contract says. The time of the last try.
  std::chrono::milliseconds take_one(const drilled_server& server) {
    const auto number = ++sent_;
    std::chrono::milliseconds took{0};
    const bool taken = wait_for([&] {
      const auto begun = steady_clock::now();
      const auto answer = server.post("/v1/contacts", contact_body(number), "drill-" + std::to_string(number));
      took = since(begun);
      if (answer.status != 201) return false;
      const auto told = json::parse(answer.body);
      found_.acknowledged.push_back(told.at("contact").at("id").get<std::string>());
      if (told.value("degraded", false)) ++found_.degraded;
      return true;
    });
    if (!taken) throw std::runtime_error("a contact was refused again and again");
    return took;
  }

  void read_log(const drilled_server& server) {
    std::uint64_t after = 0;
    for (;;) {
      const auto answer = server.get("/v1/events?limit=500&after=" + std::to_string(after));
      if (answer.status != 200) throw std::runtime_error("the log cannot be read");
      const auto page = json::parse(answer.body);
      for (const auto& event : page.at("items")) {
        const auto subject = event.at("subject").get<std::string>();
        if (event.at("type") == "uk.police.frontdoor.contact.received.v1")
          ++found_.in_log[subject.substr(subject.find('/') + 1)];
      }
      const auto next = page.at("next_after").get<std::uint64_t>();
      if (page.at("items").empty() || next == after) return;
      after = next;
    }
  }

  const drill_arguments& given_;
  drill_folder folder_;
  drill_findings found_;
  std::size_t sent_ = 0;
};

} // namespace

int run_drill(const drill_arguments& given, std::ostream& out, std::ostream& err) {
  try {
    const auto found = drill(given).run();
    const auto report = to_json(found);
    const auto text = given.json ? report.dump(2) + "\n" : to_text(found);
    out << text;
    if (!given.report.empty()) {
      std::ofstream file(given.report);
      file << text;
      if (!file.flush()) {
        err << given.report << " cannot be written\n";
        return 2;
      }
    }
    return report.at("ok").get<bool>() ? 0 : 1;
  } catch (const std::exception& error) {
    err << "The drill could not be run: " << error.what() << '\n';
    return 2;
  }
}

} // namespace frontdoor
