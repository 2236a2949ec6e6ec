#include <algorithm>
#include <bit>

#include "triage/assessment/grading.hpp"

namespace frontdoor::triage {
namespace {

// Beyond these the range is widened instead of searched, and said not to be exact.
constexpr std::size_t contexts_max = 256;
constexpr std::size_t search_steps_max = 2'000;

class range_finder {
 public:
  range_finder(const policy_pack& pack, const fact_list& open, frame& now)
      : pack_(pack), open_(open), now_(now), urgency_(pack), facts_(pack.facts.size()) {
    for (const auto fact : open_)
      is_open_[fact] = true;
    range_.raise.fill(grade_range::no_raise);
  }

  grade_range run() {
    const frame before = now_;
    const auto current = urgency_.rank(grade_of(pack_, now_));
    range_.most = current;
    range_.least = current;
    current_ = current;
    range_.exact = std::ranges::none_of(open_, [this](auto fact) { return pack_.plan.by_feel[fact]; });
    settle_context();
    if (context_.count == 0) {
      look_at_context();
    } else {
      for (auto& values : most_by_value_)
        values.fill(unseen);
      each_context(0);
      for (std::size_t i = 0; i < context_.count; ++i)
        note_context(i);
    }
    now_ = before;
    return range_;
  }

 private:
  // Open facts that feed another decision are tried value by value, when that is not too many. Those left over leave
  // the results they feed open too: any value the tables tell apart.
  void settle_context() {
    std::size_t combinations = 1;
    for (const auto fact : pack_.plan.context_facts) {
      if (!is_open_[fact]) continue;
      // The values of a set are all its subsets.
      const bool is_set = pack_.facts[fact].type == fact_type::set;
      const auto values = codes_of(fact).size() + (is_set ? 1 : 0);
      const bool few = !pack_.plan.by_feel[fact] && (is_set ? values <= 2 : values <= fact_values_max);
      if (few && combinations * values <= contexts_max && context_.count < value_at_.size()) {
        combinations *= values;
        context_.add(fact);
      } else {
        unsettled_.add(fact);
      }
    }
    if (unsettled_.count == 0) return;
    range_.exact = false;
    leave_results_open();
  }

  // Tables are in order of evaluation, so what a table needs is marked before it.
  void leave_results_open() {
    std::array<bool, slots_max> open{};
    for (const auto fact : unsettled_)
      open[fact] = true;
    for (const auto table : pack_.plan.context_tables) {
      const auto columns = pack_.tables.columns_of(pack_.tables[table]);
      if (std::ranges::none_of(columns, [&](const auto& column) { return open[column.slot]; })) continue;
      open_table_[table] = true;
      for (const auto& output : pack_.tables[table].outputs) {
        open[output.slot] = true;
        is_open_[output.slot] = true;
      }
    }
  }

  const std::vector<std::int32_t>& codes_of(std::size_t fact) const { return pack_.plan.alternatives[fact]; }

  void each_context(std::size_t index) {
    if (index == context_.count) {
      const auto most = range_.most;
      range_.most = current_;
      const auto here = look_at_context();
      for (std::size_t i = 0; i < context_.count; ++i) {
        auto& value = most_by_value_[i][value_at_[i]];
        auto& mildest_here = least_by_value_[i][value_at_[i]];
        const bool first = value == unseen;
        value = first ? here.most : std::min(value, here.most);
        mildest_here = first ? here.least : std::max(mildest_here, here.least);
      }
      range_.most = std::min(most, here.most);
      return;
    }
    const auto fact = context_.facts[index];
    const auto before = now_.slots[fact];
    is_open_[fact] = false;
    value_at_[index] = 0;
    if (pack_.facts[fact].type == fact_type::set) {
      now_.slots[fact] = 0;
      each_context(index + 1);
      ++value_at_[index];
    }
    for (const auto code : codes_of(fact)) {
      now_.slots[fact] = code;
      each_context(index + 1);
      ++value_at_[index];
    }
    is_open_[fact] = true;
    now_.slots[fact] = before;
  }

  // A fact of the context counts when its values lead to different ends.
  void note_context(std::size_t index) {
    const auto fact = context_.facts[index];
    const auto& most = most_by_value_[index];
    const auto& least = least_by_value_[index];
    std::size_t best = unseen;
    for (std::size_t i = 0; i < most.size() && most[i] != unseen; ++i) {
      best = std::min(best, most[i]);
      if (most[i] != most[0] || least[i] != least[0]) range_.matters[fact] = true;
    }
    if (range_.matters[fact] && best < current_) note(fact, best, static_cast<std::uint8_t>(open_.count));
  }

  // Grading with what is settled; a result that is open has no value.
  void evaluate() {
    for (const auto table : pack_.plan.grading_order) {
      pack_.tables.evaluate_one(table, now_.slots.data(), now_.matched.data());
      if (!open_table_[table]) continue;
      for (const auto& output : pack_.tables[table].outputs)
        now_.slots[output.slot] = code_without_value(pack_.tables.slot(output.slot).type);
    }
  }

  struct ends {
    std::size_t most, least;
  };

  // The ends of the range with the context as it stands.
  ends look_at_context() {
    evaluate();
    find_possible();
    find_most();
    return {range_.most, find_least()};
  }

  // The rules of each grading table that some values of the open facts would satisfy.
  void find_possible() {
    for (std::size_t i = 0; i < pack_.grading.size(); ++i)
      possible_[i] = possible_rules(pack_.grading[i].table);
  }

  rule_mask possible_rules(std::size_t index) const {
    const auto& table = pack_.tables[index];
    rule_mask mask = table.all_rules;
    for (const auto& column : pack_.tables.columns_of(table)) {
      mask &= is_open_[column.slot] ? column.possible : pack_.tables.accepted(column, now_.slots[column.slot]);
      if (mask == 0) return 0;
    }
    return table.by_feel ? possible_by_feel(index, mask) : mask;
  }

  // A test left to the FEEL evaluator may hold while something it looks at is open.
  rule_mask possible_by_feel(std::size_t index, rule_mask rules) const {
    for (const auto& column : pack_.tables.columns_of(pack_.tables[index])) {
      if (column.kind == column_kind::by_feel && is_open_[column.slot]) return rules;
    }
    return pack_.tables.left_to_feel(index, rules, now_.slots.data());
  }

  void find_most() {
    for (std::size_t i = 0; i < pack_.grading.size(); ++i) {
      const auto& grading = pack_.grading[i];
      const auto none = pack_.grades.size();
      const auto most = most_urgent(grading, possible_[i], none);
      if (most < none && pack_.grades[most].deploys) range_.most = std::min(range_.most, most);
      note_waiting(grading, possible_[i] & ~now_.matched[grading.table]);
    }
    if (current_ > urgency_.deploying()) find_bars();
  }

  // An exclusion that may hold takes a grade that does not deploy away.
  void find_bars() {
    for (const auto& bar : pack_.exclusion_tables) {
      const auto rules = possible_rules(bar.table);
      if (rules == 0) continue;
      range_.most = std::min(range_.most, urgency_.deploying());
      for (auto rest = rules & ~now_.matched[bar.table]; rest != 0; rest &= rest - 1) {
        note_rule(
            pack_.tables[bar.table].rules[static_cast<std::size_t>(std::countr_zero(rest))], urgency_.deploying()
        );
      }
    }
  }

  // Which open facts the rules that did not match are waiting for.
  void note_waiting(const grading_table& grading, rule_mask rules) {
    const auto& table = pack_.tables[grading.table];
    for (; rules != 0; rules &= rules - 1) {
      const auto r = static_cast<std::size_t>(std::countr_zero(rules));
      const auto rank = urgency_.rank(grading.grade_of_rule[r]);
      // A rule that cannot change the outcome makes nobody ask: it is less urgent than what is settled.
      if (rank >= current_ && current_ != urgency_.deploying()) continue;
      note_rule(table.rules[r], rank);
    }
  }

  void note_rule(const compiled_rule& rule, std::size_t rank) {
    std::uint8_t waiting = 0;
    for (const auto slot : rule.slots)
      waiting += slot < facts_ && is_open_[slot] ? 1 : 0;
    for (const auto slot : rule.slots) {
      if (!is_open_[slot]) continue;
      if (slot < facts_) {
        note(slot, rank, waiting);
      } else {
        for (const auto fact : unsettled_)
          note(fact, rank, static_cast<std::uint8_t>(open_.count));
      }
    }
  }

  void note(std::size_t fact, std::size_t rank, std::uint8_t waiting) {
    const auto value = static_cast<std::uint8_t>(rank);
    range_.matters[fact] = true;
    if (value < range_.raise[fact] || (value == range_.raise[fact] && waiting < range_.waiting[fact])) {
      range_.raise[fact] = value;
      range_.waiting[fact] = waiting;
    }
  }

  // The least urgent outcome: what is settled is a bound; giving each open fact the value that satisfies the fewest
  // urgent rules nearly always reaches it, and a search settles the rest. Where the bound cannot widen the range it is
  // not worked out further.
  std::size_t find_least() {
    const auto bound = least_bound();
    if (bound <= range_.least) return bound;
    if (!range_.exact) { // what is settled is all that can be said
      range_.least = bound;
      return bound;
    }
    fact_list chosen;
    for (const auto fact : open_) {
      if (!is_open_[fact]) continue;
      if (!codes_of(fact).empty()) chosen.add(fact);
      now_.slots[fact] = mildest(fact);
    }
    auto reached = rank_here();
    if (reached < bound) reached = search(chosen, bound, reached);
    range_.least = std::max(range_.least, reached);
    for (const auto fact : open_) {
      if (is_open_[fact]) now_.slots[fact] = code_without_value(pack_.facts[fact].type);
    }
    evaluate();
    return reached;
  }

  std::size_t least_bound() const {
    const auto settled = grade_of(pack_, now_);
    if (settled) return urgency_.rank(settled);
    std::size_t bound = urgency_.deploying();
    if (excluded(pack_, now_)) return bound;
    for (std::size_t i = 0; i < pack_.grading.size(); ++i) {
      for (auto rest = possible_[i]; rest != 0; rest &= rest - 1) {
        const auto grade = pack_.grading[i].grade_of_rule[static_cast<std::size_t>(std::countr_zero(rest))];
        bound = std::max(bound, urgency_.rank(grade));
      }
    }
    return pack_.grades.size() > urgency_.deploying() ? bound : urgency_.deploying();
  }

  std::size_t rank_here() {
    evaluate();
    return urgency_.rank(grade_of(pack_, now_));
  }

  // The code of the fact that leaves the fewest urgent rules possible; among equals the one that leaves the most
  // others.
  std::int32_t mildest(std::size_t fact) const {
    if (pack_.facts[fact].type == fact_type::set) return 0;
    if (codes_of(fact).empty()) return code_without_value(pack_.facts[fact].type);
    std::int32_t best = codes_of(fact).front();
    int best_cost = 1 << 30;
    for (const auto code : codes_of(fact)) {
      const int cost = cost_of(fact, code);
      if (cost < best_cost) {
        best_cost = cost;
        best = code;
      }
    }
    return best;
  }

  int cost_of(std::size_t fact, std::int32_t code) const {
    int cost = 0;
    for (std::size_t i = 0; i < pack_.grading.size(); ++i) {
      if (possible_[i] == 0) continue;
      const auto& grading = pack_.grading[i];
      for (const auto& column : pack_.tables.columns_of(pack_.tables[grading.table])) {
        if (column.slot != fact) continue;
        const auto accepted = pack_.tables.accepted(column, code) & possible_[i];
        const auto urgent = urgency_.deploying() == 0 ? 0 : accepted & grading.at_least[urgency_.deploying() - 1];
        cost += 64 * std::popcount(urgent) - std::popcount(accepted & ~urgent);
      }
    }
    return cost;
  }

  std::size_t search(const fact_list& chosen, std::size_t bound, std::size_t reached) {
    std::size_t steps = 0;
    const auto visit = [&](auto&& self, std::size_t index) -> void {
      if (reached >= bound || steps >= search_steps_max) return;
      if (index == chosen.count) {
        ++steps;
        reached = std::max(reached, rank_here());
        return;
      }
      const auto fact = chosen.facts[index];
      const bool is_set = pack_.facts[fact].type == fact_type::set;
      if (is_set) {
        now_.slots[fact] = 0;
        self(self, index + 1);
      }
      for (const auto code : codes_of(fact)) {
        now_.slots[fact] = code;
        self(self, index + 1);
      }
    };
    visit(visit, 0);
    if (reached < bound && steps >= search_steps_max) {
      range_.exact = false;
      return bound;
    }
    return reached;
  }

  const policy_pack& pack_;
  const fact_list& open_;
  frame& now_;
  const urgency urgency_;
  const std::size_t facts_;
  std::array<bool, slots_max> is_open_{}; // facts, and results that depend on an unsettled fact
  std::array<bool, tables_max> open_table_{};
  std::array<rule_mask, tables_max> possible_{};
  fact_list context_;
  fact_list unsettled_;
  static constexpr std::size_t unseen = static_cast<std::size_t>(-1);
  std::array<std::array<std::size_t, fact_values_max + 1>, 8> most_by_value_{};
  std::array<std::array<std::size_t, fact_values_max + 1>, 8> least_by_value_{};
  std::array<std::size_t, 8> value_at_{};
  grade_range range_;
  std::size_t current_ = 0;
};

bool asked_here(const question& asked, const policy_pack& pack, const frame& now) {
  const auto holds = [&](const question::condition& condition) {
    const auto code = now.slots[condition.slot];
    const auto& domain = pack.tables.slot(condition.slot);
    if (code == code_without_value(domain.type)) return condition.test.any();
    if (domain.type != fact_type::set) return condition.test.accepts(code);
    const bool member = (condition.test.members() & static_cast<std::uint32_t>(code)) != 0;
    return member != condition.test.negated();
  };
  if (asked.enable_when.empty()) return true;
  return asked.enable_all ? std::ranges::all_of(asked.enable_when, holds)
                          : std::ranges::any_of(asked.enable_when, holds);
}

} // namespace

fact_list open_facts(const policy_pack& pack, const fact_set& facts, const frame& now) {
  fact_list open;
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    if (facts.known(fact)) continue;
    const auto index = pack.question_of_fact[fact];
    if (facts.status(fact) != fact_status::unknown ||
        (index != policy_pack::no_question && asked_here(pack.questions[index], pack, now))) {
      open.add(fact);
    }
  }
  return open;
}

grade_range find_range(const policy_pack& pack, const fact_list& open, frame& now) {
  return range_finder(pack, open, now).run();
}

} // namespace frontdoor::triage
