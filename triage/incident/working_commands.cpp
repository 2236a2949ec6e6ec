#include "triage/incident/working_commands.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

// Reads members of one body; each that is not what it should be is a fault.
class body_reader {
 public:
  explicit body_reader(const json& body, std::string pointer = {}) : body_(body), pointer_(std::move(pointer)) {}

  std::string text(const char* name) {
    auto value = text_of(body_, name);
    if (!value) add(name, "missing", "A text is expected here.");
    return std::move(value).value_or("");
  }

  std::optional<std::string> optional_text(const char* name) {
    if (member_of(body_, name) == nullptr) return std::nullopt;
    return text(name);
  }

  std::optional<uuid> optional_id(const char* name) {
    if (member_of(body_, name) == nullptr) return std::nullopt;
    const auto id = uuid_of(body_, name);
    if (!id) add(name, "wrong_format", "This is not an id.");
    return id;
  }

  std::optional<timestamp> optional_time(const char* name) {
    if (member_of(body_, name) == nullptr) return std::nullopt;
    const auto at = time_of(body_, name);
    if (!at) add(name, "wrong_format", "This is not a time.");
    return at;
  }

  const json* find(const char* name) const { return member_of(body_, name); }

  void add(const std::string& name, const char* code, std::string detail) {
    found_.push_back({pointer_ + "/" + name, code, std::move(detail), {}, {}});
  }

  void take(faults more) {
    for (auto& one : more)
      found_.push_back(std::move(one));
  }

  faults& found() { return found_; }

  template <typename Value> std::expected<Value, faults> finish(Value value) {
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return value;
  }

 private:
  const json& body_;
  std::string pointer_;
  faults found_;
};

void read_source(body_reader& body, add_facts_command& into) {
  const json* source = body.find("source");
  if (source == nullptr) return;
  body_reader members(*source, "/source");
  const auto kind = parse_fact_source(members.text("kind"));
  if (!kind) members.add("kind", "unknown_code", "This is not a kind of source.");
  into.kind = kind.value_or(fact_source::handler);
  into.contact = members.optional_id("contact");
  body.take(std::move(members.found()));
}

void read_not_established(body_reader& body, add_facts_command& into) {
  const json* list = body.find("not_establishable");
  if (list == nullptr) return;
  if (!list->is_array()) return body.add("not_establishable", "wrong_type", "A list is expected here.");
  for (std::size_t i = 0; i < list->size(); ++i) {
    body_reader one((*list)[i], "/not_establishable/" + std::to_string(i));
    into.not_established.push_back({one.text("fact"), one.text("reason_code"), one.optional_text("words")});
    body.take(std::move(one.found()));
  }
}

} // namespace

std::expected<add_facts_command, faults> add_facts_from_json(const json& body) {
  body_reader reader(body);
  add_facts_command out;
  if (const json* facts = reader.find("facts")) {
    if (!facts->is_object())
      reader.add("facts", "wrong_type", "An object is expected here.");
    else if (!facts->empty())
      out.facts = document(*facts);
  }
  read_source(reader, out);
  if (const auto sure = reader.optional_text("confidence")) {
    const auto read = parse_confidence(*sure);
    if (!read) reader.add("confidence", "unknown_code", "This is not a degree of confidence.");
    out.confidence = read.value_or(confidence::stated);
  }
  out.note = reader.optional_text("note");
  read_not_established(reader, out);
  return reader.finish(std::move(out));
}

std::expected<withdraw_facts, faults> withdraw_facts_from_json(const json& body) {
  body_reader reader(body);
  withdraw_facts out;
  const json* facts = reader.find("facts");
  if (facts == nullptr || !facts->is_array() || facts->empty()) {
    reader.add("facts", "missing", "The facts to take back are missing.");
  } else {
    for (const auto& one : *facts) {
      if (one.is_string())
        out.facts.push_back(one.get<std::string>());
      else
        reader.add("facts", "wrong_type", "Keys of facts are expected here.");
    }
  }
  return reader.finish(std::move(out));
}

std::expected<end_call, faults> end_call_from_json(const json& body) {
  body_reader reader(body);
  return reader.finish(end_call{reader.optional_id("contact")});
}

std::expected<lowering_case, faults> lowering_case_from_json(const json& body) {
  body_reader reader(body);
  lowering_case out;
  if (const json* thrive = reader.find("thrive")) {
    std::array<thrive_part, thrive_count> parts;
    for (std::size_t i = 0; i < thrive_count; ++i) {
      const json* part = member_of(*thrive, thrive_parts.at(i));
      static const json none = json::object();
      body_reader members(part == nullptr ? none : *part, std::string("/thrive/") + thrive_parts.at(i));
      parts.at(i).level = members.text("level");
      parts.at(i).text = members.text("text");
      reader.take(std::move(members.found()));
    }
    out.thrive = std::move(parts);
  }
  if (const json* condition = reader.find("condition")) {
    body_reader members(*condition, "/condition");
    out.condition = members.text("text");
    out.check_by = members.optional_time("check_by");
    if (!out.check_by) members.add("check_by", "missing", "The time by which it is confirmed is missing.");
    reader.take(std::move(members.found()));
  }
  return reader.finish(std::move(out));
}

std::expected<decide_approval, faults> decide_approval_from_json(const json& body, const uuid& approval) {
  body_reader reader(body);
  decide_approval out;
  out.approval = approval;
  const auto decision = reader.text("decision");
  if (decision != "approve" && decision != "refuse") reader.add("decision", "unknown_code", "Approve or refuse.");
  out.approve = decision == "approve";
  out.rationale = reader.text("rationale");
  if (const json* officer = reader.find("officer")) {
    body_reader members(*officer, "/officer");
    out.officer = recorded_officer{members.text("post"), members.text("name"), members.text("means")};
    reader.take(std::move(members.found()));
  }
  return reader.finish(std::move(out));
}

std::expected<start_task, faults> start_task_from_json(const json& body) {
  body_reader reader(body);
  return reader.finish(start_task{reader.text("kind"), reader.optional_text("note"), reader.optional_time("due_at")});
}

std::expected<attempt_task, faults> attempt_task_from_json(const json& body, const uuid& task) {
  body_reader reader(body);
  return reader.finish(attempt_task{task, reader.text("code"), reader.optional_text("note")});
}

std::expected<complete_task, faults> complete_task_from_json(const json& body, const uuid& task) {
  body_reader reader(body);
  return reader.finish(
      complete_task{task, reader.text("outcome"), reader.optional_text("reason_code"), reader.optional_text("note")}
  );
}

std::expected<close_incident, faults> close_incident_from_json(const json& body) {
  body_reader reader(body);
  close_incident out{reader.text("outcome"), reader.text("rationale"), std::nullopt};
  if (const auto* nsir = member_of(body, "nsir")) out.nsir = nsir_choice_from_json(*nsir);
  return reader.finish(std::move(out));
}

std::expected<reopen_incident, faults> reopen_incident_from_json(const json& body) {
  body_reader reader(body);
  return reader.finish(reopen_incident{reader.text("reason_code"), reader.text("rationale")});
}

} // namespace frontdoor::triage
