// The report for people.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "triage/policy/proof/verify.hpp"

namespace frontdoor::triage::proof {
namespace {

struct check_words {
  std::string_view code;
  std::string_view question;
};

constexpr std::array<check_words, check_count> words_of_checks{{
    {"reading", "files, types and values are right"},
    {"scenarios", "the scenarios come out as expected"},
    {"gap", "tables that promise a result always give one"},
    {"overlap", "no two rules contradict each other"},
    {"dead_rule", "every rule matches some contact"},
    {"masked_rule", "every rule has its say somewhere"},
    {"unreachable", "everything listed can come about"},
    {"monotonicity", "worse facts never lower urgency"},
    {"safety", "the pack's own safety properties hold"},
}};

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

std::string line_of(const check_words& about, const check_count_of& count) {
  std::string line = "  " + padded(std::string(about.question), 48);
  line += std::to_string(count.proved) + " of " + std::to_string(count.asked) + " proved";
  if (count.refuted != 0) line += ", " + std::to_string(count.refuted) + " refuted";
  if (count.undecided != 0) line += ", " + std::to_string(count.undecided) + " undecided";
  if (count.warnings != 0) line += ", " + std::to_string(count.warnings) + " to look at";
  return line + '\n';
}

std::string text_of(const finding& each, const vocabulary& facts) {
  std::string text = each.warning ? "look at" : std::string(to_text(each.given));
  text += ": [" + std::string(to_text(each.which)) + "] " + each.subject;
  if (!each.file.empty()) text += " (" + each.file + ")";
  text += "\n    " + each.text + '\n';
  if (each.facts) {
    text += each.worse ? "    this contact:\n" : "    for example this contact:\n";
    text += contact_text(facts, *each.facts, "      ");
  }
  if (each.worse) text += "    and the same, worse:\n" + contact_text(facts, *each.worse, "      ");
  if (!each.outcome.empty()) text += "    comes to: " + each.outcome + '\n';
  return text;
}

std::string shown(const fact_definition& fact, std::int32_t code) {
  const auto value = value_to_json(fact, fact_status::known, code);
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string list;
  for (const auto& member : value)
    list += (list.empty() ? "" : ", ") + member.get<std::string>();
  return list.empty() ? "none of its members" : list;
}

} // namespace

std::string_view to_text(check which) {
  return words_of_checks[static_cast<std::size_t>(which)].code;
}

std::string_view to_text(verdict given) {
  switch (given) {
  case verdict::proved:
    return "proved";
  case verdict::refuted:
    return "refuted";
  case verdict::undecided:
    break;
  }
  return "undecided";
}

std::string contact_text(const vocabulary& facts, const fact_set& contact, std::string_view indent) {
  std::size_t width = 0;
  for (std::size_t fact = 0; fact < contact.size(); ++fact) {
    if (contact.known(fact)) width = std::max(width, facts[fact].key.size());
  }
  std::string text;
  for (std::size_t fact = 0; fact < contact.size(); ++fact) {
    if (!contact.known(fact)) continue;
    text += std::string(indent) + padded(facts[fact].key, width) + "  " + shown(facts[fact], contact.code(fact)) + '\n';
  }
  return text.empty() ? std::string(indent) + "nothing is known\n" : text;
}

std::string to_text(const proof_report& report) {
  std::string text;
  if (!report.pack.empty()) text += report.pack + ' ' + report.version + ", sha256 " + report.sha256 + "\n\n";
  for (std::size_t i = 0; i < check_count; ++i) {
    if (report.checks[i].asked != 0) text += line_of(words_of_checks[i], report.checks[i]);
  }
  if (!report.properties.empty()) text += "\nSafety properties\n";
  for (const auto& property : report.properties) {
    text += "  " + padded(std::string(to_text(property.given)), 10) + property.id + ": " + property.text + '\n';
    for (const auto& why : property.exceptions)
      text += "            except: " + why + '\n';
  }
  if (!report.exceptions.empty()) text += "\nExcused from \"worse never lowers urgency\" by safety.json\n";
  for (const auto& exception : report.exceptions)
    text += "  " + exception.fact + ": " + exception.why + '\n';
  for (const auto& each : report.findings)
    text += '\n' + text_of(each, report.facts);
  text += report.verified() ? "\nVerified.\n" : "\nRefused.\n";
  return text;
}

} // namespace frontdoor::triage::proof
