#include <algorithm>

#include <nlohmann/json.hpp>

#include "triage/policy/day/day.hpp"

namespace frontdoor::triage {
namespace {

using nlohmann::json;

class day_reader {
 public:
  day_reader(const policy_pack& pack, const std::string& file) : pack_(pack), file_(file) {}

  std::expected<day_plan, faults> read(const json& document) {
    if (!document.is_object()) {
      add("", "not_json", "the day is a JSON object");
      return std::unexpected(std::move(found_));
    }
    plan_.incidents = static_cast<std::size_t>(number(document, "incidents", "", 1, 1'000'000));
    plan_.contacts = static_cast<std::size_t>(number(document, "contacts", "", 1, 1'000'000));
    plan_.seconds_a_question = number(document, "seconds_a_question", "", 0, 3'600);
    if (plan_.contacts < plan_.incidents) add("/contacts", "out_of_range", "each incident has at least one contact");
    read_hours(document.value("hours", json()));
    const auto kinds = document.value("kinds", json());
    if (!kinds.is_array() || kinds.empty()) add("/kinds", "missing", "a day lists its kinds of contact");
    for (std::size_t i = 0; kinds.is_array() && i < kinds.size(); ++i)
      read_kind(kinds[i], "/kinds/" + std::to_string(i));
    const auto total = [this](auto weight) {
      return std::ranges::any_of(plan_.kinds, [&](const auto& kind) { return kind.*weight > 0; });
    };
    if (found_.empty() && (!total(&contact_kind::incidents) || !total(&contact_kind::others)))
      add("/kinds", "missing", "some kinds have a weight under \"incidents\", and some under \"others\"");
    if (!found_.empty()) return std::unexpected(std::move(found_));
    return std::move(plan_);
  }

 private:
  void add(std::string pointer, const char* code, std::string detail) {
    found_.push_back({std::move(pointer), code, std::move(detail), {}, file_});
  }

  double number(const json& entry, const char* key, const std::string& pointer, double low, double high) {
    const auto it = entry.find(key);
    const auto value = it != entry.end() && it->is_number() ? it->get<double>() : -1;
    if (value >= low && value <= high) return value;
    add(pointer + "/" + key, "out_of_range", std::string("\"") + key + "\" is a number in its range");
    return low;
  }

  double optional_number(const json& entry, const char* key, const std::string& pointer, double otherwise) {
    return entry.contains(key) ? number(entry, key, pointer, 0, 1'000'000) : otherwise;
  }

  void read_hours(const json& list) {
    if (!list.is_array() || list.size() != hours_a_day) {
      add("/hours", "wrong_size", "\"hours\" gives a weight for each of 24 hours");
      return;
    }
    for (std::size_t hour = 0; hour < hours_a_day; ++hour)
      plan_.hours[hour] = list[hour].is_number() ? std::max(0.0, list[hour].get<double>()) : 0;
    if (std::ranges::all_of(plan_.hours, [](double weight) { return weight <= 0; }))
      add("/hours", "out_of_range", "some hour has contacts");
  }

  void read_kind(const json& entry, const std::string& pointer) {
    if (!entry.is_object() || !entry.value("id", json()).is_string()) {
      add(pointer, "wrong_type", "a kind of contact is an object with an id");
      return;
    }
    contact_kind kind;
    kind.id = entry["id"].get<std::string>();
    if (const auto text = entry.value("text", json()); text.is_string()) kind.text = text.get<std::string>();
    kind.incidents = optional_number(entry, "incidents", pointer, 0);
    kind.others = optional_number(entry, "others", pointer, 0);
    kind.units = optional_number(entry, "units", pointer, 1);
    kind.minutes = optional_number(entry, "minutes", pointer, 60);
    read_facts_of(kind, entry.value("said", json::object()), true, pointer + "/said");
    read_facts_of(kind, entry.value("told_when_asked", json::object()), false, pointer + "/told_when_asked");
    plan_.kinds.push_back(std::move(kind));
  }

  void read_facts_of(contact_kind& kind, const json& facts, bool said, const std::string& pointer) {
    if (!facts.is_object()) {
      add(pointer, "wrong_type", "facts are an object");
      return;
    }
    for (const auto& [key, value] : facts.items()) {
      const auto fact = pack_.facts.find(key);
      if (!fact) {
        if (std::ranges::find(plan_.facts_left_out, key) == plan_.facts_left_out.end())
          plan_.facts_left_out.push_back(key);
        continue;
      }
      fact_chance drawn;
      drawn.fact = static_cast<std::uint16_t>(*fact);
      drawn.said = said;
      read_values(drawn, value, pointer + "/" + key);
      kind.facts.push_back(std::move(drawn));
    }
  }

  // A value alone is always so; an object gives weights; for numbers, {"from":18,"to":80}.
  void read_values(fact_chance& drawn, const json& value, const std::string& pointer) {
    const auto& fact = pack_.facts[drawn.fact];
    if (value.is_object() && value.contains("from")) {
      if (fact.type != fact_type::integer) add(pointer, "wrong_type", "only a number has \"from\" and \"to\"");
      drawn.low = static_cast<std::int32_t>(number(value, "from", pointer, fact.minimum, fact.maximum));
      drawn.high = static_cast<std::int32_t>(number(value, "to", pointer, drawn.low, fact.maximum));
      return;
    }
    if (!value.is_object()) {
      add_code(drawn, value, fact.type == fact_type::set ? 100 : 1, pointer);
      return;
    }
    for (const auto& [name, weight] : value.items()) {
      const auto as_value = fact.type == fact_type::boolean && (name == "true" || name == "false")
                                ? json(name == "true")
                            : fact.type == fact_type::set ? json::array({name})
                                                          : json(name);
      add_code(drawn, name == "not_known" ? json() : as_value, weight.is_number() ? weight.get<double>() : -1, pointer);
    }
  }

  void add_code(fact_chance& drawn, const json& value, double weight, const std::string& pointer) {
    const auto& fact = pack_.facts[drawn.fact];
    if (weight < 0) add(pointer, "out_of_range", "a weight is a number, 0 or more");
    drawn.weights.push_back(weight);
    if (value.is_null()) {
      drawn.codes.push_back(code_without_value(fact.type));
      return;
    }
    const auto read = read_facts(pack_.facts, json{{fact.key, value}}, "");
    if (read && read->known(drawn.fact)) {
      drawn.codes.push_back(read->code(drawn.fact));
      return;
    }
    drawn.codes.push_back(code_without_value(fact.type));
    add(pointer, "unknown_value", "\"" + fact.key + "\" has no value " + value.dump());
  }

  const policy_pack& pack_;
  const std::string& file_;
  day_plan plan_;
  faults found_;
};

} // namespace

std::expected<day_plan, faults> read_day(const json& document, const policy_pack& pack, const std::string& file) {
  return day_reader(pack, file).read(document);
}

} // namespace frontdoor::triage
