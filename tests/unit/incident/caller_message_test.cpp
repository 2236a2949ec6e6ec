// Texts to callers: practice.md 17, lessons.md R04.
#include "partner_story.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

send_message text_to(const story& incident, const std::string& text = "Officers are on their way to you.") {
  return {incident.the_incident().contacts.front().id, "+447700900123", text};
}

const caller_message& last(const story& incident) {
  return incident.the_incident().day_one.messages.back();
}

// Fires the message's timer at its time.
decision fire(story& incident) {
  for (const auto& one : timers(incident.the_incident())) {
    if (!one.key.starts_with(message_timer)) continue;
    incident.at(one.due_at).by(machine());
    return incident.must(fire_timer{one.key, one.generation});
  }
  throw std::logic_error("no message waits");
}

report_message came_of(const story& incident, bool sent, bool final = false) {
  report_message out;
  out.message = last(incident).id;
  out.attempt = last(incident).attempts;
  out.sent = sent;
  out.final = final;
  out.reason_code = sent ? "" : "unavailable";
  if (sent) out.reference = "prov-7";
  return out;
}

} // namespace

TEST_CASE("A text is in the log before it is sent, its words sealed, and each try is recorded") {
  auto incident = graded("4");
  const auto asked = incident.must(text_to(incident));
  CHECK(types_of(asked) == "message.requested");
  CHECK(encode(asked.events.front()).body.find("way to you") == std::string::npos);
  CHECK(encode(asked.events.front()).body.find("7700") == std::string::npos);
  const auto tried = fire(incident);
  CHECK(only<message_attempted>(tried).attempt == 1);
  CHECK(last(incident).state == message_state::sending);
  const auto sent = incident.must(came_of(incident, true));
  CHECK(only<message_sent>(sent).reference == "prov-7");
  CHECK(last(incident).state == message_state::sent);
  CHECK_FALSE(open_kinds(incident).contains("tell_caller"));
  check_kept(incident);
}

TEST_CASE("A try that fails is made again after longer and longer waits, and then somebody tells the caller") {
  auto incident = graded("4");
  incident.must(text_to(incident));
  for (const auto wait : {seconds(30), seconds(120), seconds(300)}) {
    fire(incident);
    incident.must(came_of(incident, false));
    CHECK(last(incident).state == message_state::waiting);
    CHECK(last(incident).due_at == incident.now() + wait);
  }
  fire(incident);
  const auto over = incident.must(came_of(incident, false));
  CHECK(types_of(over) == "message.failed, task.opened");
  CHECK(last(incident).state == message_state::given_up);
  CHECK(open_kinds(incident).contains("tell_caller"));
  check_kept(incident);
}

TEST_CASE("No answer in time counts as a failed try; a late yes still counts, a late no does not") {
  auto incident = graded("4");
  incident.must(text_to(incident));
  fire(incident);
  const auto late = came_of(incident, false);
  const auto silence = fire(incident);
  CHECK(only<message_failed>(silence).reason_code == "no_answer");
  CHECK(incident.must(late).events.empty());
  auto yes = late;
  yes.sent = true;
  incident.must(yes);
  CHECK(last(incident).state == message_state::sent);
}

TEST_CASE("What a provider refuses for good is not tried again") {
  auto incident = graded("4");
  incident.must(text_to(incident));
  fire(incident);
  incident.must(came_of(incident, false, true));
  CHECK(last(incident).state == message_state::given_up);
  CHECK(open_kinds(incident).contains("tell_caller"));
}

TEST_CASE("A text goes to a contact of the incident, from a person, with words, and not too many") {
  auto incident = graded("4");
  auto command = text_to(incident);
  command.contact = id(77);
  CHECK(refused_with(incident.when(command)) == "unknown_contact");
  command = text_to(incident);
  command.to.reset();
  CHECK(refused_with(incident.when(command)) == "no_number");
  CHECK(refused_with(incident.when(text_to(incident, " \n"))) == "message_empty");
  CHECK(refused_with(incident.when(text_to(incident, std::string(613, 'x')))) == "message_too_long");
  CHECK(refused_with(incident.by(integrator()).when(text_to(incident))) == "named_person_required");
  story without;
  without.opened_with({{"domestic", true}});
  CHECK(refused_with(without.when(text_to(without))) == "no_messages");
}

TEST_CASE("Where a text may endanger the caller it is sent only once that is known to be safe") {
  auto incident = graded("2", {{"domestic", true}, {"relationship", "ex_partner"}});
  REQUIRE(std::ranges::find(incident.the_incident().flags, "DA") != incident.the_incident().flags.end());
  auto command = text_to(incident);
  CHECK(refused_with(incident.when(command)) == "not_safe_to_text");
  command.safe_to_text = true;
  CHECK(incident.when(command));
}

TEST_CASE("Only the server tells what came of a message") {
  auto incident = graded("4");
  incident.must(text_to(incident));
  fire(incident);
  const auto told = came_of(incident, true);
  CHECK(refused_with(incident.by(supervisor()).when(told)) == "machine_only");
  auto other = told;
  other.message = id(78);
  CHECK(refused_with(incident.by(machine()).when(other)) == "unknown_message");
}
