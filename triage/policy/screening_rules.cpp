#include "triage/policy/screening_rules.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/policy/pack.hpp"
#include "triage/policy/working_entry.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using entry = working_entry;

constexpr std::array<std::string_view, 13> field_names{
    "person",         "nothing_lost",  "safety_net",        "promise",     "due_at",  "owner", "history",
    "crime_recorded", "partner_asked", "partner_confirmed", "appointment", "problem", "link"
};

// Days of a window: a year is as far as a return is looked for.
constexpr std::uint32_t window_max = 366;

// The shared steps of the scale as grades of this pack, each once.
std::vector<std::string> read_pathway_grades(const entry& from, const policy_pack& pack) {
  std::vector<std::string> out;
  for (const auto& step : from.texts("steps")) {
    const auto grade = pack.find_result(step);
    if (!grade)
      from.add("steps", "unknown_grade", "no grade of the pack stands for \"" + step + "\"");
    else if (!contains(out, pack.grades[*grade].code))
      out.push_back(pack.grades[*grade].code);
  }
  if (out.empty()) from.add("steps", "missing", "a pathway says at which steps of the scale it is taken");
  return out;
}

void check_partners(const entry& from, const pathway_rule& rule, const policy_pack& pack) {
  for (const auto& one : rule.partners) {
    if (pack.working.partners.find(one) == nullptr)
      from.add("partners", "unknown_partner", "there is no partner \"" + one + "\"");
  }
  const bool asks_one =
      rule.needs_field(pathway_field::partner_asked) || rule.needs_field(pathway_field::partner_confirmed);
  if (asks_one && rule.partners.empty()) from.add("partners", "missing", "it needs a partner that may be asked");
}

pathway_rule read_pathway(const entry& from, const policy_pack& pack) {
  from.check_keys({"pathway", "steps", "needs", "asks", "partners", "right_care", "no_authority", "due_at_most", "bars"}
  );
  pathway_rule out;
  out.pathway = from.text("pathway");
  if (std::ranges::find(pack.pathways, out.pathway, &code_definition::code) == pack.pathways.end())
    from.add("pathway", "unknown_pathway", "the pack has no pathway \"" + out.pathway + "\"");
  out.grades = read_pathway_grades(from, pack);
  for (const auto& name : from.texts("needs")) {
    if (const auto field = parse_pathway_field(name))
      out.needs.push_back(*field);
    else
      from.add("needs", "unknown_field", "a pathway record has no \"" + name + "\"");
  }
  out.asks = from.texts("asks");
  for (const auto& fact : out.asks) {
    if (!pack.facts.find(fact)) from.add("asks", "unknown_fact", "the pack has no fact \"" + fact + "\"");
  }
  out.partners = from.texts("partners");
  check_partners(from, out, pack);
  out.right_care = from.flag("right_care");
  out.no_authority = from.flag("no_authority");
  if (from.has("due_at_most")) out.due_at_most = from.duration("due_at_most");
  if (out.needs_field(pathway_field::due_at) && out.due_at_most.count() == 0)
    from.add("due_at_most", "missing", "a promise with a time needs a longest time");
  from.list("bars", [&](const entry& one) {
    one.check_keys({"when", "text", "remedy"});
    out.bars.push_back({read_step_condition(one.inner("when"), pack), one.text("text"), one.text("remedy")});
  });
  return out;
}

void read_authorities(const entry& from, const policy_pack& pack, screening_rules& into) {
  from.list("authorities", [&](const entry& one) {
    one.check_keys({"exclusion", "posts"});
    exclusion_authority line{one.text("exclusion"), one.texts("posts")};
    if (std::ranges::find(pack.exclusions, line.exclusion, &code_definition::code) == pack.exclusions.end())
      one.add("exclusion", "unknown_exclusion", "the pack has no exclusion \"" + line.exclusion + "\"");
    for (const auto& post : line.posts) {
      if (pack.working.find_post(post) == nullptr)
        one.add("posts", "unknown_post", "there is no post \"" + post + "\"");
    }
    into.authorities.push_back(std::move(line));
  });
}

void read_windows(const json& whole, const entry& from, screening_rules& into) {
  const auto found = whole.find("return_windows_days");
  if (found == whole.end()) return;
  for (const auto& one : *found) {
    const bool good =
        one.is_number_unsigned() && one.get<std::uint64_t>() >= 1 && one.get<std::uint64_t>() <= window_max;
    if (good)
      into.return_windows.push_back(one.get<std::uint32_t>());
    else
      from.add("return_windows_days", "wrong_type", "a window is a whole number of days from 1 to 366");
  }
  std::ranges::sort(into.return_windows);
}

void read_appointments(const entry& from, appointment_rules& into) {
  from.check_keys({"kinds", "reasons", "remind_before", "missed_after"});
  into.kinds = read_codes(from, "kinds");
  into.reasons = read_codes(from, "reasons");
  into.remind_before = from.duration("remind_before");
  into.missed_after = from.duration("missed_after");
}

void read_problems(const entry& from, const policy_pack& pack, screening_rules& into) {
  into.problem_kinds = read_codes(from, "problem_kinds");
  from.list("problem_triggers", [&](const entry& one) {
    one.check_keys({"code", "text", "when"});
    into.problem_triggers.push_back({one.text("code"), one.text("text"), read_step_condition(one.inner("when"), pack)});
  });
  from.list("demand_tags", [&](const entry& one) {
    one.check_keys({"code", "text", "kind"});
    into.demand_tags.push_back({one.text("code"), one.text("text"), one.text("kind")});
  });
}

// The server opens tasks of these kinds by itself.
void check_tasks(const entry& from, const screening_rules& rules, const working_rules& working) {
  const auto need = [&](bool wanted, std::string_view kind) {
    if (wanted && working.find_task(kind) == nullptr)
      from.add("", "missing", "tasks of kind \"" + std::string(kind) + "\" are opened and need a line");
  };
  const bool has_promises = std::ranges::any_of(rules.pathways, [](const pathway_rule& one) {
    return one.needs_field(pathway_field::due_at);
  });
  need(has_promises, task_kind::pathway_promise);
  need(!rules.return_windows.empty(), task_kind::review_return);
  need(!rules.problem_triggers.empty(), task_kind::propose_problem);
  need(!rules.appointments.kinds.empty(), task_kind::appointment_reminder);
  need(!rules.appointments.kinds.empty(), task_kind::appointment_missed);
}

} // namespace

std::string_view to_string(pathway_field value) {
  return field_names.at(static_cast<std::size_t>(value));
}

std::optional<pathway_field> parse_pathway_field(std::string_view text) {
  const auto found = std::ranges::find(field_names, text);
  if (found == field_names.end()) return std::nullopt;
  return static_cast<pathway_field>(found - field_names.begin());
}

bool pathway_rule::needs_field(pathway_field field) const {
  return std::ranges::find(needs, field) != needs.end();
}

const pathway_rule* screening_rules::find_pathway(std::string_view code) const {
  const auto found = std::ranges::find(pathways, code, &pathway_rule::pathway);
  return found == pathways.end() ? nullptr : &*found;
}

const demand_tag* screening_rules::find_demand(std::string_view code) const {
  const auto found = std::ranges::find(demand_tags, code, &demand_tag::code);
  return found == demand_tags.end() ? nullptr : &*found;
}

const std::vector<std::string>& screening_rules::posts_for(std::string_view exclusion) const {
  static const std::vector<std::string> nobody;
  const auto found = std::ranges::find(authorities, exclusion, &exclusion_authority::exclusion);
  return found == authorities.end() ? nobody : found->posts;
}

screening_rules read_screening(const json& working, const policy_pack& pack, faults& found) {
  screening_rules out;
  if (!working.is_object() || !working.contains("screening")) return out;
  const auto& document = working.at("screening");
  const entry from(document, "/screening", found);
  if (!document.is_object()) return out;
  from.check_keys(
      {"pathways", "authorities", "agreements", "roles_without_history", "return_windows_days", "appointments",
       "problem_kinds", "problem_triggers", "demand_tags"}
  );
  from.list("pathways", [&](const entry& one) {
    auto rule = read_pathway(one, pack);
    if (out.find_pathway(rule.pathway) != nullptr) one.add("pathway", "duplicate", "this pathway is listed twice");
    out.pathways.push_back(std::move(rule));
  });
  read_authorities(from, pack, out);
  out.agreements = read_codes(from, "agreements");
  out.roles_without_history = from.texts("roles_without_history");
  read_windows(document, from, out);
  if (from.has("appointments")) read_appointments(from.inner("appointments"), out.appointments);
  read_problems(from, pack, out);
  check_tasks(from, out, pack.working);
  return out;
}

std::vector<step_condition> read_open_risk(const json& working, const policy_pack& pack, faults& found) {
  std::vector<step_condition> out;
  if (!working.is_object()) return out;
  entry(working, "", found).list("open_risk_when", [&](const entry& one) {
    out.push_back(read_step_condition(one, pack));
  });
  return out;
}

} // namespace frontdoor::triage
