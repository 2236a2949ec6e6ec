#include "triage/policy/nsir_rules.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "triage/contains.hpp"
#include "triage/policy/pack.hpp"
#include "triage/policy/working_entry.hpp"

namespace frontdoor::triage {

namespace {

using nlohmann::json;
using entry = working_entry;

void check_category(const entry& from, const char* key, const nsir_rules& rules, const std::string& code) {
  if (rules.find(code) == nullptr) from.add(key, "unknown_category", "there is no category \"" + code + "\"");
}

void read_categories(const entry& from, nsir_rules& into) {
  from.list("categories", [&](const entry& one) {
    one.check_keys({"code", "name", "theme", "confidence", "note", "crime", "national"});
    nsir_category category{one.text("code"),          one.text("name"),
                           one.text("theme"),         one.optional_text("confidence"),
                           one.optional_text("note"), one.flag("crime"),
                           one.flag("national")};
    if (into.find(category.code) != nullptr) one.add("code", "duplicate", "this category is listed twice");
    into.categories.push_back(std::move(category));
  });
  if (into.categories.empty()) from.add("categories", "missing", "there are no categories");
}

void read_qualifiers(const entry& from, const policy_pack& pack, nsir_rules& into) {
  from.list("qualifiers", [&](const entry& one) {
    one.check_keys({"code", "text", "flags"});
    nsir_qualifier qualifier{one.text("code"), one.text("text"), one.texts("flags")};
    for (const auto& flag : qualifier.flags) {
      if (std::ranges::find(pack.flags, flag, &code_definition::code) == pack.flags.end())
        one.add("flags", "unknown_flag", "the pack has no flag \"" + flag + "\"");
    }
    into.qualifiers.push_back(std::move(qualifier));
  });
}

void read_crimes(const entry& from, nsir_rules& into) {
  from.list("crimes", [&](const entry& one) {
    one.check_keys({"category", "codes", "groups"});
    nsir_crime crime{one.text("category"), one.texts("codes"), one.texts("groups")};
    check_category(one, "category", into, crime.category);
    if (const auto* category = into.find(crime.category); category != nullptr && !category->crime)
      one.add("category", "no_crime", "\"" + crime.category + "\" does not stand for a crime");
    into.crimes.push_back(std::move(crime));
  });
}

void read_nsir_outcomes(const entry& from, const policy_pack& pack, nsir_rules& into) {
  from.list("outcomes", [&](const entry& one) {
    one.check_keys({"outcome", "categories", "disposal"});
    nsir_outcome outcome{one.text("outcome"), one.texts("categories"), one.optional_text("disposal")};
    if (pack.working.find_outcome(outcome.outcome) == nullptr)
      one.add("outcome", "unknown_outcome", "there is no outcome \"" + outcome.outcome + "\"");
    for (const auto& code : outcome.categories)
      check_category(one, "categories", into, code);
    if (!outcome.disposal.empty() && !has_code(into.disposals, outcome.disposal))
      one.add("disposal", "unknown_disposal", "there is no disposal \"" + outcome.disposal + "\"");
    into.outcomes.push_back(std::move(outcome));
  });
}

} // namespace

const nsir_category* nsir_rules::find(std::string_view code) const {
  const auto found = std::ranges::find(categories, code, &nsir_category::code);
  return found == categories.end() ? nullptr : &*found;
}

const nsir_outcome* nsir_rules::find_outcome(std::string_view outcome) const {
  const auto found = std::ranges::find(outcomes, outcome, &nsir_outcome::outcome);
  return found == outcomes.end() ? nullptr : &*found;
}

std::string_view nsir_rules::category_of(std::string_view crime, std::string_view group) const {
  for (const auto& one : crimes) {
    if (contains(one.codes, crime)) return one.category;
  }
  for (const auto& one : crimes) {
    if (contains(one.groups, group)) return one.category;
  }
  return {};
}

nsir_rules read_nsir_rules(const std::map<std::string, std::string>& files, const policy_pack& pack, faults& found) {
  nsir_rules out;
  const auto file = files.find(nsir_file);
  if (file == files.end()) return out;
  const auto document = json::parse(file->second, nullptr, false);
  const entry whole(document, "", found, nsir_file);
  if (!document.is_object()) return out;
  whole.check_keys(
      {"source", "version", "required_at_closing", "proposal_stands", "categories", "qualifiers", "disposals", "crimes",
       "proposals", "outcomes"}
  );
  out.source = whole.text("source");
  out.version = whole.text("version");
  out.required_at_closing = whole.flag("required_at_closing");
  out.proposal_stands = whole.flag("proposal_stands");
  read_categories(whole, out);
  read_qualifiers(whole, pack, out);
  out.disposals = read_codes(whole, "disposals");
  read_crimes(whole, out);
  whole.list("proposals", [&](const entry& one) {
    one.check_keys({"category", "when"});
    nsir_proposal proposal{one.text("category"), read_step_condition(one.inner("when"), pack)};
    check_category(one, "category", out, proposal.category);
    out.proposals.push_back(std::move(proposal));
  });
  read_nsir_outcomes(whole, pack, out);
  return out;
}

} // namespace frontdoor::triage
