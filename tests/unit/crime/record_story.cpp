#include "record_story.hpp"

#include <stdexcept>

namespace frontdoor::triage::crime::testing {

uuid id(unsigned number) {
  uuid out;
  out.bytes[14] = static_cast<std::uint8_t>(number >> 8U);
  out.bytes[15] = static_cast<std::uint8_t>(number);
  return out;
}

record_story::record_story(const nlohmann::json& facts) : now_(*parse_rfc3339("2026-03-01T21:00:00Z")) {
  take_contact command;
  command.contact.id = id(5000);
  command.contact.received_at = now_;
  command.contact.facts = document(facts);
  const context context{now_, [this] { return id(next_++); }, who_, tests::gmp_2018(), {}, &tests::crime_rules()};
  auto made = triage::decide(std::nullopt, command, context);
  if (!made || !made->incident) throw std::logic_error("no incident was opened");
  incident_ = std::move(made->incident);
}

record_story& record_story::by(std::string name, bool supervisor, bool registrar) {
  who_.name = std::move(name);
  supervisor_ = supervisor;
  registrar_ = registrar;
  return *this;
}

std::expected<record_decision, refusal> record_story::when(const record_command& command) {
  record_context context{
      now_, [this] { return id(next_++); }, who_, tests::crime_rules(), supervisor_, registrar_, std::nullopt
  };
  auto made = crime::decide(*incident_, held_, command, context);
  if (made && made->needs_number) {
    context.number = crime_number(context.rules.settings.number_format, 2026, ++numbers_);
    made = crime::decide(*incident_, held_, command, context);
  }
  if (!made) return made;
  if (!made->events.empty()) {
    held_ = made->after;
    incident_ = made->incident_after;
  }
  events_.insert(events_.end(), made->events.begin(), made->events.end());
  return made;
}

decide_crime choice_of(state what, std::optional<std::string> reason) {
  decide_crime out;
  out.decision = what;
  out.reason_code = std::move(reason);
  out.words.account = "She was seen and tells of two men whom she does not know.";
  return out;
}

} // namespace frontdoor::triage::crime::testing
