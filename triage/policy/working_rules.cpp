#include "triage/policy/working_rules.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/policy/working_entry.hpp"
#include "triage/time.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;

template <typename Rule> const Rule* find_code(const std::vector<Rule>& rules, std::string_view code) {
  const auto found = std::ranges::find(rules, code, &Rule::code);
  return found == rules.end() ? nullptr : &*found;
}

// Small letters and digits, one space between words.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool upper = c >= 'A' && c <= 'Z';
    const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80U;
    if (word)
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!out.empty() && out.back() != ' ' && c != '\'')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

using entry = working_entry;

void read_words(const entry& from, own_words_rule& into) {
  from.check_keys({"characters_min", "words_min", "stock_phrases"});
  const auto characters_min = from.count("characters_min", 0);
  const auto words_min = from.count("words_min", 1);
  into = own_words_of(characters_min, words_min, from.texts("stock_phrases"));
}

void read_posts(const entry& from, working_rules& into) {
  from.list("posts", [&](const entry& one) {
    one.check_keys({"post", "name", "roles", "on_call"});
    into.posts.push_back({one.text("post"), one.text("name"), one.texts("roles"), one.flag("on_call")});
  });
}

void read_lowering(const entry& from, const std::vector<std::string>& grades, working_rules& into) {
  from.check_keys({"reasons", "refused_reasons", "condition_within", "matrix"});
  into.lowering_reasons = read_codes(from, "reasons");
  into.refused_reasons = read_codes(from, "refused_reasons");
  into.condition_within = from.duration("condition_within");
  from.list("matrix", [&](const entry& one) {
    one.check_keys({"from", "to", "may_ask", "approvals", "posts"});
    lowering_rule rule{
        one.texts("from"), one.texts("to"), one.texts("may_ask"), one.count("approvals", 1), one.texts("posts")
    };
    for (const auto* list : {&rule.from, &rule.to}) {
      for (const auto& grade : *list) {
        if (!contains(grades, grade)) one.add("", "unknown_grade", "the pack has no grade \"" + grade + "\"");
      }
    }
    for (const auto& post : rule.posts) {
      if (into.find_post(post) == nullptr) one.add("posts", "unknown_post", "there is no post \"" + post + "\"");
    }
    if (rule.approvals > 0 && rule.posts.empty())
      one.add("posts", "missing", "an approval needs posts that may give it");
    into.lowering.push_back(std::move(rule));
  });
}

void read_outcomes(const entry& from, working_rules& into) {
  from.list("outcomes", [&](const entry& one) {
    auto rule = read_outcome_rule(one);
    if (into.find_outcome(rule.code) != nullptr) one.add("code", "duplicate", "this outcome is listed twice");
    into.outcomes.push_back(std::move(rule));
  });
}

void read_tasks(const entry& from, working_rules& into) {
  from.list("tasks", [&](const entry& one) { into.tasks.push_back(read_task_rule(one)); });
  for (const auto kind :
       {task_kind::tell_caller, task_kind::decide_approval, task_kind::check_condition, task_kind::review_authority}) {
    if (into.find_task(kind) == nullptr)
      from.add("tasks", "missing", "tasks of kind \"" + std::string(kind) + "\" are opened and need a line");
  }
}

void read_links(const entry& from, link_rules& into) {
  from.check_keys(
      {"within", "closed_within", "shared_within", "close_in_time", "near_m", "far_m", "points", "proposed_from",
       "cluster_from", "kind_facts"}
  );
  into.within = from.duration("within");
  into.closed_within = from.duration("closed_within");
  into.shared_within = from.duration("shared_within");
  into.close_in_time = from.duration("close_in_time");
  into.near_m = from.count("near_m", 0);
  into.far_m = from.count("far_m", 0);
  into.proposed_from = from.count("proposed_from", 0);
  into.cluster_from = from.count("cluster_from", 0);
  into.kind_facts = from.texts("kind_facts");
  const auto points = from.inner("points");
  points.check_keys(
      {"same_address", "same_place", "neighbourhood", "same_postcode", "same_words_of_place", "same_time", "same_kind",
       "same_number", "same_person", "same_vehicle"}
  );
  into.same_address = points.count("same_address", 0);
  into.same_place = points.count("same_place", 0);
  into.neighbourhood = points.count("neighbourhood", 0);
  into.same_postcode = points.count("same_postcode", 0);
  into.same_words_of_place = points.count("same_words_of_place", 0);
  into.same_time = points.count("same_time", 0);
  into.same_kind = points.count("same_kind", 0);
  into.same_number = points.count("same_number", 0);
  into.same_person = points.count("same_person", 0);
  into.same_vehicle = points.count("same_vehicle", 0);
}

pathway_record read_record(const entry& from) {
  const auto text = from.optional_text("pathway_record");
  if (text == "always") return pathway_record::always;
  if (text == "without_deployment") return pathway_record::without_deployment;
  if (!text.empty()) from.add("pathway_record", "unknown_code", "it is always or without_deployment");
  return pathway_record::never;
}

} // namespace

outcome_rule read_outcome_rule(const entry& from) {
  from.check_keys(
      {"code", "text", "resolves_risk", "caller_to_be_told", "by_hand_off", "early", "pathway_record", "roles",
       "roles_with_risk"}
  );
  outcome_rule rule;
  rule.code = from.text("code");
  rule.text = from.text("text");
  rule.resolves_risk = from.flag("resolves_risk");
  rule.caller_to_be_told = from.flag("caller_to_be_told");
  rule.by_hand_off = from.flag("by_hand_off");
  rule.early = from.flag("early");
  rule.record = read_record(from);
  rule.roles = from.texts("roles");
  rule.roles_with_risk = from.texts("roles_with_risk");
  return rule;
}

task_rule read_task_rule(const entry& from) {
  from.check_keys({"kind", "text", "owner", "due_within", "escalates_to", "opened_by_people", "outcomes", "attempts"});
  task_rule rule;
  rule.kind = from.text("kind");
  rule.text = from.text("text");
  rule.owner = from.text("owner");
  rule.due_within = from.duration("due_within");
  rule.escalates_to = from.optional_text("escalates_to");
  rule.opened_by_people = from.flag("opened_by_people");
  rule.attempts = read_codes(from, "attempts");
  from.list("outcomes", [&](const entry& one) {
    one.check_keys({"code", "text", "attempts", "attempts_apart", "reasons", "roles"});
    task_outcome outcome{one.text("code"),     one.text("text"),  one.count("attempts", 0), {},
                         one.texts("reasons"), one.texts("roles")};
    if (outcome.attempts > 0) outcome.attempts_apart = one.duration("attempts_apart");
    rule.outcomes.push_back(std::move(outcome));
  });
  return rule;
}

const lowering_rule* working_rules::find_lowering(std::string_view from, std::string_view to) const {
  for (const auto& rule : lowering) {
    if (contains(rule.from, from) && contains(rule.to, to)) return &rule;
  }
  return nullptr;
}

const outcome_rule* working_rules::find_outcome(std::string_view code) const {
  return find_code(outcomes, code);
}

const task_rule* working_rules::find_task(std::string_view kind) const {
  const auto found = std::ranges::find(tasks, kind, &task_rule::kind);
  return found == tasks.end() ? nullptr : &*found;
}

const duty_post* working_rules::find_post(std::string_view code) const {
  return find_code(posts, code);
}

bool has_code(const std::vector<coded_text>& list, std::string_view code) {
  return find_code(list, code) != nullptr;
}

bool own_words(const own_words_rule& rule, std::string_view text) {
  auto rest = " " + plain(text) + " ";
  for (const auto& phrase : rule.stock_phrases) {
    const auto wanted = " " + phrase + " ";
    for (auto at = rest.find(wanted); at != std::string::npos; at = rest.find(wanted))
      rest.replace(at, wanted.size(), " ");
  }
  if (rest.size() < 3) return false; // nothing is left but a space
  const auto words = static_cast<std::size_t>(std::ranges::count(rest, ' ')) - 1;
  return rest.size() - 2 >= rule.characters_min && words >= rule.words_min;
}

own_words_rule
own_words_of(std::uint32_t characters_min, std::uint32_t words_min, const std::vector<std::string>& stock_phrases) {
  own_words_rule out{characters_min, words_min, {}};
  for (const auto& phrase : stock_phrases)
    out.stock_phrases.push_back(plain(phrase));
  // The longest first, so that a phrase within another does not leave half of it standing.
  std::ranges::sort(out.stock_phrases, std::greater(), &std::string::size);
  return out;
}

working_rules read_working_rules(const json& working, const std::vector<std::string>& grades, faults& found) {
  working_rules out;
  if (working.is_null()) return out;
  const entry whole(working, "", found);
  if (!working.is_object()) return out;
  whole.check_keys({"source",    "undo_within",       "call_live_at_most", "words",
                    "posts",     "recorders",         "lowering",          "open_risk_grades",
                    "outcomes",  "not_establishable", "reopening_reasons", "tasks",
                    "ladder",    "partners",          "deferral",          "steps",
                    "links",     "major_incident",    "open_risk_when",    "screening",
                    "conflicts", "unit_skills"});
  out.undo_within = whole.duration("undo_within");
  out.call_live_at_most = whole.duration("call_live_at_most");
  read_words(whole.inner("words"), out.words);
  read_posts(whole, out);
  out.recorders = whole.texts("recorders");
  read_lowering(whole.inner("lowering"), grades, out);
  out.open_risk_grades = whole.texts("open_risk_grades");
  for (const auto& grade : out.open_risk_grades) {
    if (!contains(grades, grade))
      whole.add("open_risk_grades", "unknown_grade", "the pack has no grade \"" + grade + "\"");
  }
  read_outcomes(whole, out);
  out.not_establishable = read_codes(whole, "not_establishable");
  out.reopening_reasons = read_codes(whole, "reopening_reasons");
  read_tasks(whole, out);
  if (working.contains("ladder")) out.ladder = read_ladder_rules(whole.inner("ladder"), grades, out);
  out.partners = read_partner_rules(whole.inner("partners"), grades);
  out.deferral = read_deferral_rules(whole.inner("deferral"), grades);
  check_partner_tasks(out, found);
  if (working.contains("links")) read_links(whole.inner("links"), out.links);
  if (working.contains("major_incident")) {
    const auto major = whole.inner("major_incident");
    major.check_keys({"questions_max"});
    out.major.questions_max = major.count("questions_max", 0);
  }
  if (working.contains("conflicts")) {
    const auto conflicts = whole.inner("conflicts");
    conflicts.check_keys({"places_apart_m", "births_apart_days"});
    out.conflicts.places_apart_m = conflicts.count("places_apart_m", 0);
    out.conflicts.births_apart_days = conflicts.count("births_apart_days", 0);
  }
  return out;
}

} // namespace frontdoor::triage
