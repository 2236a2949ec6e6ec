// For each fact with a worse direction: two contacts alike in all but one step of it. Steps chain, so one step proves
// any distance. A value is not compared with none.
#include <algorithm>

#include "triage/policy/proof/checker.hpp"

namespace frontdoor::triage::proof {
namespace {

class monotonicity_checker {
 public:
  explicit monotonicity_checker(checker& checking) : checking_(checking), pack_(checking.pack()), urgency_(pack_) {}

  void run(std::size_t fact) {
    finding about;
    about.which = check::monotonicity;
    about.subject = pack_.facts[fact].key;
    about.file = "vocabulary.json";
    about.text = "a worse value of \"" + pack_.facts[fact].key + "\" lowers the urgency of the grade proposed";
    if (pack_.plan.affected[fact].empty()) { // no part in grading
      about.given = verdict::proved;
      checking_.note(std::move(about));
      return;
    }
    compare(fact, std::move(about));
  }

 private:
  void compare(std::size_t fact, finding about) {
    auto& facts = checking_.facts();
    auto& solving = checking_.solving();
    const auto worse = facts.another(fact);
    auto formulas = facts.all();
    formulas[fact] = worse;
    const encoding after(solving, pack_, std::move(formulas), extent::grading);
    const auto given =
        solving.ask(facts.one_step_worse(fact, facts[fact], worse) && less_urgent(checking_.formulas(), after));
    if (given == answer::possible) {
      note_refuted(fact, worse, std::move(about));
      return;
    }
    about.given = given == answer::impossible ? verdict::proved : verdict::undecided;
    if (given == answer::undecided) about.text = "not decided within the time limit: whether " + about.text;
    checking_.note(std::move(about));
  }

  z3::expr less_urgent(const encoding& before, const encoding& after) {
    std::vector<z3::expr> ways;
    for (std::size_t rank = 0; rank < pack_.grades.size(); ++rank)
      ways.push_back(before.as_urgent_as(rank) && !after.as_urgent_as(rank));
    return checking_.solving().any_of(ways);
  }

  // The step the solver found, to be taken by fewer facts too: sets may lose the members that are not part of it.
  struct step {
    std::size_t fact = 0;
    bool set = false;
    std::int32_t before = 0;
    std::int32_t after = 0;

    // The worse code for this better one; nothing when it is another step.
    std::optional<std::int32_t> from(std::int32_t code) const {
      if (!set) return code == before ? std::optional(after) : std::nullopt;
      const auto moved = before ^ after;
      if (code == no_number || (code & moved) != (before & moved)) return std::nullopt;
      return code ^ moved;
    }
  };

  // The contact after the step; nothing when it is not one that the step can be taken from.
  static std::optional<fact_set> taken(const step& one, fact_set facts) {
    const auto code = facts.known(one.fact) ? one.from(facts.code(one.fact)) : std::nullopt;
    if (!code) return std::nullopt;
    facts.set(one.fact, *code);
    return facts;
  }

  void note_refuted(std::size_t fact, const slot_formulas& worse, finding about) {
    const auto better = checking_.facts().read();
    fact_set changed = better;
    checking_.facts().read(changed, fact, worse);
    const step one{fact, pack_.facts[fact].type == fact_type::set, better.code(fact), changed.code(fact)};
    about.facts = confirmed(pack_.facts, better, [&](const fact_set& facts) {
      const auto after = taken(one, facts);
      return after && urgency_.rank(grade(pack_, facts)) < urgency_.rank(grade(pack_, *after));
    });
    if (about.facts) {
      about.worse = taken(one, *about.facts);
      about.outcome = checking_.outcome_of(*about.facts) + "; worse: " + checking_.outcome_of(*about.worse);
    } else {
      about.given = verdict::undecided;
      about.text = "internal error, the engine does not confirm this counterexample: " + about.text;
      about.facts = better;
      about.worse = changed;
    }
    checking_.note(std::move(about));
  }

  checker& checking_;
  const policy_pack& pack_;
  const urgency urgency_;
};

} // namespace

void check_monotonicity(checker& checking) {
  checking.begin(check::monotonicity);
  const auto& pack = checking.pack();
  monotonicity_checker each(checking);
  for (std::size_t fact = 0; fact < pack.facts.size() && checking.wanted(); ++fact) {
    if (pack.facts[fact].worse == worse_direction::none) continue;
    const monotonicity_exception* excused = nullptr;
    if (pack.safety) {
      for (const auto& exception : pack.safety->monotonicity_exceptions)
        if (exception.fact == fact) excused = &exception;
    }
    if (excused)
      checking.report().exceptions.push_back({pack.facts[fact].key, excused->why});
    else
      each.run(fact);
  }
}

} // namespace frontdoor::triage::proof
