#include "triage/policy/partner_rules.hpp"

#include <algorithm>
#include <array>

#include "triage/policy/working_entry.hpp"
#include "triage/policy/working_rules.hpp"

namespace frontdoor::triage {

namespace {

constexpr std::array<std::string_view, 3> kind_codes{"agency", "force", "service"};

std::vector<std::string>
read_grades(const working_entry& from, const char* key, const std::vector<std::string>& grades) {
  auto out = from.texts(key);
  for (const auto& grade : out) {
    if (std::ranges::find(grades, grade) == grades.end())
      from.add(key, "unknown_grade", "the pack has no grade \"" + grade + "\"");
  }
  return out;
}

open311_rule read_open311(const working_entry& from) {
  from.check_keys({"services", "answer_within", "retry_after", "token_asked_every"});
  open311_rule out;
  out.services = read_codes(from, "services");
  if (out.services.empty()) from.add("services", "missing", "a service that is asked has a service code at least");
  out.answer_within = from.duration("answer_within");
  if (out.answer_within <= std::chrono::microseconds(0))
    from.add("answer_within", "out_of_range", "the service needs some time to answer");
  for (const auto& text : from.texts("retry_after")) {
    const auto wait = parse_duration(text);
    if (!wait) from.add("retry_after", "bad_duration", "a duration is written like PT40M or P1D");
    out.retry_after.push_back(wait.value_or(std::chrono::microseconds(0)));
  }
  out.token_asked_every = from.duration("token_asked_every");
  if (out.token_asked_every <= std::chrono::microseconds(0))
    from.add("token_asked_every", "out_of_range", "a token is asked about after some time");
  return out;
}

partner_rule read_partner(const working_entry& from, const std::vector<std::string>& grades) {
  from.check_keys(
      {"partner", "name", "kind", "senders", "right_care", "arrival_watched", "answer_within", "by_grade", "grades",
       "ends_task", "open311"}
  );
  partner_rule out;
  out.code = from.text("partner");
  out.name = from.text("name");
  const auto kind = parse_partner_kind(from.text("kind"));
  if (!kind) from.add("kind", "unknown_code", "a partner is an agency, a force or a service");
  out.kind = kind.value_or(partner_kind::agency);
  out.senders = from.texts("senders");
  out.right_care = from.flag("right_care");
  out.arrival_watched = from.flag("arrival_watched");
  out.ends_task = from.optional_text("ends_task");
  out.answer_within = from.duration("answer_within");
  from.list("by_grade", [&](const working_entry& one) {
    one.check_keys({"grades", "answer_within"});
    out.by_grade.push_back({read_grades(one, "grades", grades), one.duration("answer_within")});
  });
  from.list("grades", [&](const working_entry& one) {
    one.check_keys({"theirs", "ours"});
    const auto ours = one.text("ours");
    if (std::ranges::find(grades, ours) == grades.end())
      one.add("ours", "unknown_grade", "the pack has no grade \"" + ours + "\"");
    out.grades[one.text("theirs")] = ours;
  });
  if (from.has("open311")) {
    out.open311 = read_open311(from.inner("open311"));
    if (out.kind != partner_kind::service)
      from.add("open311", "not_a_service", "only a service takes referrals; an agency is handed work by people");
  }
  return out;
}

} // namespace

std::string_view to_string(partner_kind value) {
  return kind_codes.at(static_cast<std::size_t>(value));
}

std::optional<partner_kind> parse_partner_kind(std::string_view text) {
  const auto found = std::ranges::find(kind_codes, text);
  if (found == kind_codes.end()) return std::nullopt;
  return static_cast<partner_kind>(found - kind_codes.begin());
}

std::chrono::microseconds partner_rule::answer_time(const std::optional<std::string>& grade) const {
  for (const auto& one : by_grade) {
    if (grade && std::ranges::find(one.grades, *grade) != one.grades.end()) return one.within;
  }
  return answer_within;
}

const partner_rule* partner_rules::find(std::string_view code) const {
  const auto found = std::ranges::find(partners, code, &partner_rule::code);
  return found == partners.end() ? nullptr : &*found;
}

const partner_rule* partner_rules::find_sender(std::string_view name) const {
  const auto found = std::ranges::find_if(partners, [&](const partner_rule& one) {
    return one.code == name || std::ranges::find(one.senders, name) != one.senders.end();
  });
  return found == partners.end() ? nullptr : &*found;
}

partner_rules read_partner_rules(const working_entry& from, const std::vector<std::string>& grades) {
  from.check_keys({"barring_facts", "sender_grade_held", "list"});
  partner_rules out;
  out.barring_facts = from.texts("barring_facts");
  if (from.has("sender_grade_held")) out.sender_grade_held = from.duration("sender_grade_held");
  from.list("list", [&](const working_entry& one) {
    auto rule = read_partner(one, grades);
    if (out.find(rule.code) != nullptr) one.add("partner", "duplicate", "this partner is listed twice");
    out.partners.push_back(std::move(rule));
  });
  return out;
}

deferral_rules read_deferral_rules(const working_entry& from, const std::vector<std::string>& grades) {
  from.check_keys({"reasons", "review_within", "escalates"});
  deferral_rules out;
  out.reasons = read_codes(from, "reasons");
  if (!out.reasons.empty()) out.review_within = from.duration("review_within");
  from.list("escalates", [&](const working_entry& one) {
    one.check_keys({"grades", "from"});
    out.escalates.push_back({read_grades(one, "grades", grades), one.count("from", 1)});
  });
  return out;
}

void check_partner_tasks(const working_rules& rules, faults& found) {
  const auto need = [&](std::string_view kind) {
    if (rules.find_task(kind) != nullptr) return;
    const auto detail = "tasks of kind \"" + std::string(kind) + "\" are opened and need a line";
    found.push_back({"/tasks", "missing", detail, {}, working_file});
  };
  if (!rules.partners.partners.empty()) {
    for (const auto kind :
         {task_kind::handoff_returned, task_kind::handoff_failed, task_kind::right_care_dispute,
          task_kind::referral_receipt})
      need(kind);
  }
  for (const auto& one : rules.partners.partners) {
    if (!one.ends_task.empty()) need(one.ends_task);
    if (one.open311) need(task_kind::referral_failed);
  }
  if (!rules.deferral.reasons.empty()) {
    need(task_kind::deferral_review);
    need(task_kind::deferral_escalation);
  }
}

} // namespace frontdoor::triage
