#include "tests/integration/console/control_room.hpp"

#include <stdexcept>

namespace frontdoor::testing {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

schema::schema_set read_schemas() {
  auto read = schema::schema_set::load(schema::read_schema_files("schemas"));
  if (!read) throw std::runtime_error("the schemas are not right");
  return std::move(*read);
}

std::shared_ptr<const triage::policy_pack> the_pack() {
  return {std::shared_ptr<const triage::policy_pack>(), &tests::gmp_2018()};
}

} // namespace

std::vector<json> held_wire::take(const std::string& type) {
  std::vector<json> found;
  std::deque<json> others;
  for (auto& message : messages) {
    if (message.at("type") == type) {
      found.push_back(std::move(message));
    } else {
      others.push_back(std::move(message));
    }
  }
  messages = std::move(others);
  return found;
}

control_room::control_room(std::size_t ring_bytes, console::protocol_options options, std::uint64_t resume_events_max)
    : database(fresh_database()), log_(observe::make_silent_log()), schemas_(read_schemas()), clock_(test_time()),
      pool_(io_.get_executor(), database, *log_, metrics_), queries_(pool_),
      writer_(
          io_.get_executor(), database, [] { return test_time(); },
          [this](db::committed_events events, std::uint64_t reaches) { feed_->own_commit(std::move(events), reaches); },
          *log_, metrics_
      ),
      commands_(queries_, writer_, clock_, identifiers_, the_pack) {
  hub_ = std::make_unique<dispatch::hub>(
      "node", "epoch", 0, ring_bytes, dispatch::board(*log_), dispatch::call_board(*log_), metrics_
  );
  feed_ = std::make_shared<dispatch::feed>(
      io_.get_executor(), queries_, 0,
      [this](const db::committed_events& events) {
        hub_->publish(events);
        hub_->tell();
      },
      *log_, metrics_
  );
  past_ = std::make_shared<dispatch::past_events>(
      io_.get_executor(), queries_, [this] { return hub_->position(); },
      dispatch::past_limits{resume_events_max, 1 << 20}, *log_
  );
  services_ = std::make_unique<console::protocol_services>(console::protocol_services{
      io_.get_executor(), *hub_, commands_, queries_, past_, schemas_, *log_, metrics_,
      [this](auth::principal) -> asio::awaitable<std::optional<auth::principal>> { co_return known_now; }, options,
      [](const std::string& pod) -> std::optional<std::vector<std::string>> {
        if (pod != "north") return std::nullopt;
        return std::vector<std::string>{"Salford"};
      }
  });
}

control_room::~control_room() {
  feed_->stop();
  past_->stop();
  writer_.stop(std::chrono::seconds(2));
  pool_.stop();
  io_.restart();
  io_.run();
}

open_console control_room::connect(auth::principal who) {
  open_console made;
  made.wire = std::make_shared<held_wire>();
  made.session = console::make_protocol_session(*services_, made.wire, std::move(who));
  made.session->on_open();
  return made;
}

void control_room::settle() {
  io_.restart();
  io_.run();
}

json control_room::run_command(std::optional<triage::uuid> target, triage::command command) {
  command::origin from;
  from.actor = {"user:handler", triage::actor_kind::person, "call_handler"};
  from.request_id = "request";
  command::answer_writer write = [](const triage::decision& made, std::string_view number) {
    return triage::card(made.incident.value(), number).dump();
  };
  auto outcome = run(io_, commands_.run(std::move(from), target, std::move(command), std::move(write)));
  if (!outcome) throw std::runtime_error("refused: " + outcome.error().refusal.code);
  settle();
  return json::parse(outcome->answer);
}

json control_room::take(const json& facts, const std::string& district, const std::string& narrative) {
  const json body{
      {"channel", "999"},
      {"narrative", narrative},
      {"facts", facts},
      {"location", {{"text", "x"}, {"district", district}}}
  };
  auto command = triage::take_contact_from_json(body, new_id(), test_time());
  if (!command) throw std::runtime_error(command.error().front().detail);
  return run_command(std::nullopt, triage::command(std::move(*command)));
}

json control_room::raise(const triage::uuid& incident, const std::string& grade) {
  return run_command(incident, triage::command(triage::set_grade{{grade, std::nullopt, std::nullopt}}));
}

auth::principal signed_in(auth::role role, std::vector<std::string> districts) {
  auth::principal who;
  who.credential = auth::credential::session;
  who.id = new_id();
  who.name = "someone";
  who.role = role;
  who.permissions = auth::permissions_of(role);
  who.districts = std::move(districts);
  return who;
}

} // namespace frontdoor::testing
