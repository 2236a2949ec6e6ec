#include "test_policy.hpp"

#include <initializer_list>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace frontdoor::triage::testing {

namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"')
      out += "&quot;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

// A decision table; each rule lists its cells, then its output, then why.
std::string table(
    const std::string& name, const std::string& policy, const std::vector<std::string>& inputs,
    std::initializer_list<std::vector<std::string>> rules
) {
  std::string out =
      "<decision id='" + name + "' name='" + name + "'><decisionTable id='t_" + name + "' " + policy + ">";
  for (const auto& input : inputs) {
    out += "<input><inputExpression><text>" + input + "</text></inputExpression></input>";
  }
  out += "<output name='" + name + "'/><annotation name='why'/>";
  int number = 0;
  for (const auto& rule : rules) {
    out += "<rule id='" + name + "_" + std::to_string(++number) + "'>";
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      out += "<inputEntry><text>" + escaped(rule[i]) + "</text></inputEntry>";
    }
    out += "<outputEntry><text>" + escaped(rule[inputs.size()]) + "</text></outputEntry>";
    out += "<annotationEntry><text>" + escaped(rule[inputs.size() + 1]) + "</text></annotationEntry></rule>";
  }
  return out + "</decisionTable></decision>";
}

std::string definitions(const std::string& decisions) {
  return "<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' "
         "id='d' name='d' namespace='urn:test'>" +
         decisions + "</definitions>";
}

const std::string collect = "hitPolicy='COLLECT'";
const std::string first = "hitPolicy='FIRST'";

std::string tables() {
  std::string out = table(
      "grading", collect,
      {"weapon", "suspect_present", "life_threat", "relationship", "domestic", "vulnerability", "in_progress"},
      {{"\"seen\", \"used\"", "true", "-", "-", "-", "-", "-", "\"1\"", "A weapon and the suspect is there"},
       {"-", "-", "\"immediate\"", "-", "-", "-", "-", "\"1\"", "A life is in danger"},
       {"-", "true", "-", "\"partner\", \"stranger\"", "-", "-", "-", "\"2\"", "The suspect is there"},
       {"-", "-", "-", "-", "true", "-", "-", "\"3\"", "Domestic"},
       {"-", "-", "-", "-", "-", "list contains(?, \"child\")", "-", "\"4\"", "A child is concerned"},
       {"-", "-", "\"none\"", "-", "-", "-", "false", "\"5\"", "Over, and nobody is in danger"}}
  );
  out += table(
      "flag", collect, {"domestic", "vulnerability"},
      {{"true", "-", "\"DA\"", "Domestic"}, {"-", "list contains(?, \"child\")", "\"CHILD\"", "A child"}}
  );
  out += table(
      "exclusion", collect, {"domestic", "home_entered"},
      {{"true", "-", "\"X-DA\"", "Domestic"}, {"-", "true", "\"X-BURG\"", "Burglary of a home"}}
  );
  out += table(
      "way", first, {"grade"},
      {{"\"1\"", "\"DEPLOY_EMERGENCY\"", "1"},
       {"\"2\"", "\"DEPLOY_PRIORITY\"", "2"},
       {"\"3\", \"4\"", "\"DEPLOY_ROUTINE\"", "3"},
       {"\"5\"", "\"ADVICE_CLOSE\"", "5"}}
  );
  for (const char* part : thrive_parts) {
    out += table(
        std::string("t_") + part, first, {"life_threat"},
        {{"\"immediate\"", "\"high\"", "A life"}, {"-", "\"low\"", "Nothing said"}}
    );
  }
  return definitions(out);
}

const std::string working = R"({
    "undo_within":"PT2M",
    "call_live_at_most":"PT2H",
    "words":{"characters_min":8,"words_min":2,"stock_phrases":["thrive considered","as per log","see log"]},
    "posts":[
     {"post":"supervisor","name":"Supervisor","roles":["supervisor"]},
     {"post":"force_duty_officer","name":"Force duty officer","roles":[],"on_call":true}
    ],
    "recorders":["call_handler","dispatcher","supervisor"],
    "lowering":{"condition_within":"P1D",
     "reasons":[{"code":"facts_changed","text":"Otherwise than reported"}],
     "refused_reasons":[{"code":"no_resource","text":"Nobody is free"}],
     "matrix":[
      {"from":["1"],"to":["2","3","4"],"may_ask":["dispatcher","supervisor"],"approvals":1,"posts":["supervisor","force_duty_officer"]},
      {"from":["1"],"to":["5"],"may_ask":["dispatcher","supervisor"],"approvals":2,"posts":["supervisor","force_duty_officer"]},
      {"from":["2"],"to":["3","4","5"],"may_ask":["dispatcher","supervisor"],"approvals":1,"posts":["supervisor","force_duty_officer"]},
      {"from":["3"],"to":["4"],"may_ask":["call_handler","dispatcher","supervisor"],"approvals":0,"posts":[]}
     ]},
    "open_risk_grades":["1","2"],
    "outcomes":[
     {"code":"dealt_with","text":"Dealt with","resolves_risk":true},
     {"code":"no_reply","text":"No reply"},
     {"code":"not_police","text":"Not for police","resolves_risk":true,"caller_to_be_told":true},
     {"code":"hoax","text":"Hoax","resolves_risk":true,"roles":["supervisor"]}
    ],
    "not_establishable":[
     {"code":"caller_gone","text":"The caller is gone"}
    ],
    "reopening_reasons":[
     {"code":"new_information","text":"Something new"}
    ],
    "tasks":[
     {"kind":"tell_caller","text":"Tell the caller","owner":"call_handler","due_within":"PT15M","escalates_to":"supervisor","opened_by_people":true,"outcomes":[{"code":"told","text":"Told"},{"code":"not_reached","text":"Not reached","attempts":3,"attempts_apart":"PT5M"},{"code":"no_safe_contact","text":"No safe contact","reasons":["anonymous","dead"]}],"attempts":[{"code":"no_answer","text":"No answer"}]},
     {"kind":"decide_approval","text":"Decide","owner":"supervisor","due_within":"PT10M","escalates_to":"force_duty_officer","outcomes":[]},
     {"kind":"check_condition","text":"Check","owner":"dispatcher","due_within":"PT1H","outcomes":[{"code":"holds","text":"Holds"},{"code":"failed","text":"Failed"}]},
     {"kind":"review_authority","text":"Review","owner":"supervisor","due_within":"P1D","outcomes":[{"code":"agreed","text":"Agreed"}]},
     {"kind":"confirm_hand_off","text":"Get a yes or no","owner":"dispatcher","due_within":"PT15M","opened_by_people":true,"outcomes":[{"code":"accepted","text":"Accepted"}]},
     {"kind":"outage_review","text":"Look at both sides","owner":"supervisor","due_within":"PT10M","outcomes":[{"code":"settled","text":"Settled"}]},
     {"kind":"separate_risk","text":"Decide on what a contact told of besides","owner":"supervisor","due_within":"PT2M","outcomes":[{"code":"own_incident","text":"Opened"}]}
    ],
    "major_incident":{"questions_max":3},
    "links":{"within":"PT6H","closed_within":"P1D","shared_within":"P90D","close_in_time":"PT30M","near_m":150,"far_m":1000,
     "points":{"same_address":50,"same_place":40,"neighbourhood":15,"same_postcode":25,"same_words_of_place":30,"same_time":20,
      "same_kind":25,"same_number":35,"same_person":35,"same_vehicle":35},
     "proposed_from":50,"cluster_from":5,"kind_facts":["weapon","home_entered","domestic","life_threat"]}
    })";

std::map<std::string, std::string> files() {
  std::map<std::string, std::string> out;
  out["pack.json"] = R"({"name":"test","version":"1","title":"For tests","grades":[
    {"code":"1","name":"Emergency","allocate_by":"PT0S","arrive_by":"PT15M","questions_wait":true,
     "silent_dispatch":{"acknowledge_within":"PT15S"},"say_to_caller":"We are coming now."},
    {"code":"2","name":"Priority","allocate_by":"PT40M","arrive_by":"PT1H",
     "silent_dispatch":{"acknowledge_within":"PT60S"},"say_to_caller":"We come within the hour."},
    {"code":"3","name":"Scheduled","allocate_by":"PT4H","arrive_by":"P1D","say_to_caller":"We come today."},
    {"code":"4","name":"Appointment","arrive_by":"P2D","say_to_caller":"We come when we agreed."},
    {"code":"5","name":"No deployment","deploys":false,"say_to_caller":"Nobody comes."}],
    "decisions":{"grading":["grading"],"flags":["flag"],"exclusions":["exclusion"],"pathway":"way",
    "thrive":{"threat":"t_threat","harm":"t_harm","risk":"t_risk","investigation":"t_investigation",
    "vulnerability":"t_vulnerability","engagement":"t_engagement"}}})";
  out["vocabulary.json"] = R"({"facts":[
    {"key":"weapon","label":"Weapon","type":"enum","values":["none","implied","seen","used"],"worse":"up"},
    {"key":"suspect_present","label":"Suspect present","type":"boolean","worse":"up"},
    {"key":"life_threat","label":"Threat to life","type":"enum","values":["none","possible","immediate"],
     "worse":"up","starred":true},
    {"key":"relationship","label":"Relationship","type":"enum","values":["none","partner","neighbour","stranger"]},
    {"key":"domestic","label":"Domestic","type":"boolean","worse":"up"},
    {"key":"vulnerability","label":"Vulnerability","type":"set","values":["child","elderly"],"worse":"up"},
    {"key":"in_progress","label":"In progress","type":"boolean","worse":"up"},
    {"key":"home_entered","label":"Home entered","type":"boolean","worse":"up"},
    {"key":"caller_age","label":"Caller's age","type":"integer","minimum":0,"maximum":130}]})";
  out["flags.json"] = R"({"flags":[{"code":"DA","text":"Domestic abuse"},{"code":"CHILD","text":"Child"}]})";
  out["pathways.json"] = R"({"pathways":[{"code":"DEPLOY_EMERGENCY","text":"Now"},
    {"code":"DEPLOY_PRIORITY","text":"Within the hour"},{"code":"DEPLOY_ROUTINE","text":"Today"},
    {"code":"ADVICE_CLOSE","text":"Advice","say_to_caller":"That was our advice."}]})";
  out["exclusions.json"] = R"({"exclusions":[{"code":"X-DA","text":"Domestic abuse","authority":"supervisor"},
    {"code":"X-BURG","text":"Burglary of a home","authority":"supervisor"}]})";
  out["questions.json"] = R"({"questions":[{"linkId":"q1","fact":"life_threat","text":"Is a life in danger?",
    "type":"choice","answerOption":[{"value":"none","display":"No"},
    {"value":"possible","display":"Perhaps"},{"value":"immediate","display":"Yes, now"}]}]})";
  out["cues.json"] = R"({"cues":[{"id":"gunman","words":["gunman"],"unless":["toy gunman"],"fact":"life_threat",
    "value":"immediate","effect":"floor","floor":"2","text":"A gunman was mentioned.","source":"test"}]})";
  out["working.json"] = working;
  out["tables.dmn"] = tables();
  return out;
}

policy_pack load() {
  auto pack = load_pack(files(), std::string(64, 'a'));
  if (pack) return *std::move(pack);
  std::string all;
  for (const auto& one : pack.error())
    all += one.file + one.pointer + " " + one.code + ": " + one.detail + "\n";
  throw std::logic_error("the pack of the tests does not load:\n" + all);
}

} // namespace

const policy_pack& test_policy() {
  static const policy_pack pack = load();
  return pack;
}

} // namespace frontdoor::triage::testing
