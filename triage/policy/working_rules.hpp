#pragma once
// What a pack says of the working life of an incident: who may lower a grade and why, how it may be closed, what is
// owed to whom and by when. Data of the force; the rules that use it are in triage/incident.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "triage/fault.hpp"
#include "triage/policy/coded_text.hpp"
#include "triage/policy/conflict_rules.hpp"
#include "triage/policy/ladder_rules.hpp"
#include "triage/policy/link_rules.hpp"
#include "triage/policy/partner_rules.hpp"
#include "triage/policy/screening_rules.hpp"
#include "triage/policy/skill_rules.hpp"
#include "triage/policy/step_rules.hpp"

namespace frontdoor::triage {

// Authority is a duty post, not a person (practice.md 12). Whoever has one of the roles may act for it; for a post on
// call, somebody at a console may record what its named officer said by radio or phone.
struct duty_post {
  std::string code;
  std::string name;
  std::vector<std::string> roles;
  bool on_call = false;
};

// One line of the matrix of domain.md 2.4. Grades are codes of the pack's scale.
struct lowering_rule {
  std::vector<std::string> from;
  std::vector<std::string> to;
  std::vector<std::string> may_ask; // roles
  std::uint32_t approvals = 1;      // by that many people, none of them the asker; 0: takes effect at once
  std::vector<std::string> posts;   // whose approval counts
};

// Words are a person's own when there are enough of them and more than stock phrases are left.
struct own_words_rule {
  std::uint32_t characters_min = 0;
  std::uint32_t words_min = 0;
  std::vector<std::string> stock_phrases; // small letters, no punctuation
};

// When an outcome needs the record of the pathway that the incident is resolved by (domain.md 3.4).
enum class pathway_record : std::uint8_t { never, without_deployment, always };

// How an incident may be closed.
struct outcome_rule {
  std::string code;
  std::string text;
  bool resolves_risk = false;     // false: not enough while a risk is open (lessons.md R05)
  bool caller_to_be_told = false; // nobody comes: the caller hears of it first
  bool by_hand_off = false;       // only where another agency has said yes, and may be given it
  bool early = false;             // an exclusion bars it, unless its authority agrees (practice.md 4)
  pathway_record record = pathway_record::never;
  std::vector<std::string> roles;           // who may close so; empty: anyone who may close
  std::vector<std::string> roles_with_risk; // who may close so while a risk is open; empty: as `roles`
};

// How a task may end.
struct task_outcome {
  std::string code;
  std::string text;
  std::uint32_t attempts = 0; // so many attempts, this far apart, must have been made
  std::chrono::microseconds attempts_apart{0};
  std::vector<std::string> reasons;    // one of these must be given
  std::vector<std::string> roles = {}; // who may end it so; empty: anyone who works on tasks
};

struct task_rule {
  std::string kind;
  std::string text;
  std::string owner; // role or post
  std::chrono::microseconds due_within{0};
  std::string escalates_to; // who owns it once it is overdue; empty: stays where it is
  bool opened_by_people = false;
  std::vector<task_outcome> outcomes;
  std::vector<coded_text> attempts;
};

// The kinds of task that the server opens by itself.
namespace task_kind {
inline constexpr std::string_view tell_caller = "tell_caller";
inline constexpr std::string_view decide_approval = "decide_approval";
inline constexpr std::string_view check_condition = "check_condition";
inline constexpr std::string_view review_authority = "review_authority";
inline constexpr std::string_view handoff_returned = "handoff_returned";
inline constexpr std::string_view handoff_failed = "handoff_failed";
inline constexpr std::string_view right_care_dispute = "right_care_dispute";
inline constexpr std::string_view referral_receipt = "referral_receipt";
inline constexpr std::string_view referral_failed = "referral_failed"; // only with a service that is asked by Open311
inline constexpr std::string_view deferral_review = "deferral_review";
inline constexpr std::string_view deferral_escalation = "deferral_escalation";
inline constexpr std::string_view pathway_promise = "pathway_promise";
inline constexpr std::string_view review_return = "review_return";
inline constexpr std::string_view propose_problem = "propose_problem";
inline constexpr std::string_view appointment_reminder = "appointment_reminder";
inline constexpr std::string_view appointment_missed = "appointment_missed";
inline constexpr std::string_view separate_risk = "separate_risk"; // only where the pack has it
inline constexpr std::string_view outage_review = "outage_review"; // only where the pack has it
} // namespace task_kind

struct working_rules {
  std::chrono::microseconds undo_within{0};       // the author's own mis-keyed fact (practice.md 9)
  std::chrono::microseconds call_live_at_most{0}; // a call not said to have ended counts as live for so long
  std::chrono::microseconds condition_within{0};  // a condition of a lowering is checked within this time
  own_words_rule words;
  std::vector<duty_post> posts;
  std::vector<std::string> recorders; // roles that may record what an officer on call said
  std::vector<coded_text> lowering_reasons;
  std::vector<coded_text> refused_reasons; // never a reason to lower: demand, lateness, resources
  std::vector<lowering_rule> lowering;
  std::vector<std::string> open_risk_grades;  // a proposal of these is an open risk
  std::vector<step_condition> open_risk_when; // and so are these, whatever is proposed
  std::vector<outcome_rule> outcomes;
  std::vector<coded_text> not_establishable; // reasons why a risk fact cannot be answered
  std::vector<coded_text> reopening_reasons;
  std::vector<task_rule> tasks;
  ladder_rules ladder;
  partner_rules partners;
  deferral_rules deferral;
  std::vector<step_rule> steps; // tasks that what is known makes necessary
  std::vector<skill_rule> unit_skills;
  screening_rules screening;
  link_rules links;
  major_incident_rules major;
  conflict_rules conflicts;

  // nullptr where there is none.
  const lowering_rule* find_lowering(std::string_view from, std::string_view to) const;
  const outcome_rule* find_outcome(std::string_view code) const;
  const task_rule* find_task(std::string_view kind) const;
  const duty_post* find_post(std::string_view code) const;
};

bool has_code(const std::vector<coded_text>& list, std::string_view code);

// Whether the words are somebody's own.
bool own_words(const own_words_rule& rule, std::string_view text);

// The rule with its phrases as own_words compares them, however the file writes them.
own_words_rule
own_words_of(std::uint32_t characters_min, std::uint32_t words_min, const std::vector<std::string>& stock_phrases);

// Reads working.json of a pack. Null stands for a pack without that file, which has no such rules: nothing can be
// lowered or closed. `grades` are the codes of its scale. Adds every fault found, also where it is not an object.
working_rules read_working_rules(const nlohmann::json& working, const std::vector<std::string>& grades, faults& found);

} // namespace frontdoor::triage
