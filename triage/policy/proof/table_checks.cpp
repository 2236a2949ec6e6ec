// What a table promises by its hit policy, and whether each of its rules has a part in it.
#include <algorithm>
#include <utility>

#include "triage/policy/proof/checker.hpp"

namespace frontdoor::triage::proof {
namespace {

constexpr rule_mask bit(std::size_t rule) {
  return rule_mask{1} << rule;
}

class table_checker {
 public:
  table_checker(checker& checking, std::size_t index)
      : checking_(checking), pack_(checking.pack()), index_(index), table_(pack_.tables[index]),
        formulas_(checking.formulas_of(index)), grading_(find_grading()) {}

  void run() {
    check_gap();
    check_overlaps();
    for (std::size_t rule = 0; rule < table_.rules.size() && checking_.wanted(); ++rule)
      check_rule(rule);
  }

 private:
  const grading_table* find_grading() const {
    for (const auto& grading : pack_.grading) {
      if (grading.table == index_) return &grading;
    }
    return nullptr;
  }

  finding about(std::string subject, std::string text) const {
    finding made;
    made.subject = std::move(subject);
    made.text = std::move(text);
    made.file = table_.file;
    return made;
  }

  // The rules that the engine finds matching. Where a person may choose the grade, any grade will do.
  template <class Test> shows matched(Test test) const {
    return [this, test](const fact_set& facts) {
      if (test(view(pack_, facts).now.matched[index_])) return true;
      if (&formulas_ == &checking_.formulas()) return false;
      for (std::size_t grade = 0; grade <= pack_.grades.size(); ++grade) {
        const auto chosen = grade < pack_.grades.size() ? std::optional(grade) : std::nullopt;
        if (test(view_at_grade(pack_, facts, chosen).matched[index_])) return true;
      }
      return false;
    };
  }

  // What another table tests must be given, and so must a pathway; what follows from a grade, for every grade,
  // proposed or chosen. Floors need not be complete (no floor is ungraded), a list may be empty, and no level of THRIVE
  // is the lowest.
  void check_gap() {
    const bool pathway = pack_.pathway && pack_.pathway->table == index_;
    if (grading_ != nullptr || has_default() || !(pathway || is_tested())) return;
    if (&formulas_ == &checking_.formulas()) {
      checking_.never(
          check::gap, !formulas_.any_match(index_),
          about(
              table_.name, "no rule of " + table_.name + " matches this contact, and the table has no default output"
          ),
          matched([](rule_mask mask) { return mask == 0; })
      );
      return;
    }
    const auto ungraded = formulas_.slot_is(pack_.grade_slot, static_cast<std::int32_t>(pack_.grades.size()) + 1);
    checking_.never(
        check::gap, !ungraded && !formulas_.any_match(index_),
        about(table_.name, "no rule of " + table_.name + " matches this contact at some grade"), none_at_some_grade()
    );
  }

  bool has_default() const {
    return table_.result == result_kind::count || std::ranges::any_of(table_.outputs, [&](const auto& output) {
             return output.otherwise != code_without_value(pack_.tables.slot(output.slot).type);
           });
  }

  bool is_tested() const {
    for (std::size_t other = 0; other < pack_.tables.size(); ++other) {
      for (const auto& column : pack_.tables.columns_of(pack_.tables[other])) {
        for (const auto& output : table_.outputs)
          if (column.slot == output.slot) return true;
      }
    }
    return false;
  }

  shows none_at_some_grade() const {
    return [this](const fact_set& facts) {
      for (std::size_t grade = 0; grade < pack_.grades.size(); ++grade)
        if (view_at_grade(pack_, facts, grade).matched[index_] == 0) return true;
      return false;
    };
  }

  bool same_results(std::size_t a, std::size_t b) const { return table_.rules[a].results == table_.rules[b].results; }

  void check_overlaps() {
    const bool unique = table_.hit_policy == dmn::hit_policy::unique;
    if (!unique && table_.hit_policy != dmn::hit_policy::any) return;
    for (std::size_t a = 0; a < table_.rules.size(); ++a) {
      for (std::size_t b = a + 1; b < table_.rules.size(); ++b) {
        if (!unique && same_results(a, b)) continue;
        const auto names = table_.rules[a].id + " and " + table_.rules[b].id;
        const auto both = bit(a) | bit(b);
        checking_.never(
            check::overlap, formulas_.matches(index_, a) && formulas_.matches(index_, b),
            about(
                table_.name + ": " + names, unique ? "the rules " + names + " both match, in a table where one rule may"
                                                   : "the rules " + names + " both match and give different results"
            ),
            matched([both](rule_mask mask) { return (mask & both) == both; })
        );
      }
    }
  }

  void check_rule(std::size_t rule) {
    const auto name = rule_name(table_, rule);
    const auto given = checking_.sometimes(
        check::dead_rule, formulas_.matches(index_, rule), about(name, "no contact matches " + name)
    );
    if (given != verdict::proved) return;
    if (grading_)
      check_floor(rule);
    else if (table_.result == result_kind::first && !table_.unique)
      check_masked(rule);
  }

  // A floor that always comes with a more urgent one of its table says nothing; harmless, since it lowers nothing.
  void check_floor(std::size_t rule) {
    const auto grade = grading_->grade_of_rule[rule];
    std::vector<z3::expr> alone{formulas_.matches(index_, rule)};
    for (std::size_t other = 0; other < table_.rules.size(); ++other) {
      if (grading_->grade_of_rule[other] < grade) alone.push_back(!formulas_.matches(index_, other));
    }
    auto odd = about(
        rule_name(table_, rule),
        "whenever " + rule_name(table_, rule) + " matches, a more urgent rule of the table does"
    );
    odd.warning = true;
    checking_.sometimes(check::masked_rule, checking_.solving().all_of(alone), std::move(odd));
  }

  // A rule whose result never comes about when it matches is at fault; one that only repeats what an earlier rule gave
  // is needless.
  void check_masked(std::size_t rule) {
    std::vector<z3::expr> same;
    for (std::size_t other = 0; other < table_.rules.size(); ++other) {
      if (same_results(rule, other)) same.push_back(formulas_.decides(index_, other));
    }
    auto& solving = checking_.solving();
    const auto name = rule_name(table_, rule);
    const auto masked = about(name, "whenever " + name + " matches, an earlier rule decides otherwise");
    const auto effective = solving.all_of({formulas_.matches(index_, rule), solving.any_of(same)});
    if (checking_.sometimes(check::masked_rule, effective, masked) != verdict::proved) return;
    auto needless = about(name, "whenever " + name + " would decide, an earlier rule has decided the same");
    needless.warning = true;
    checking_.sometimes(check::masked_rule, formulas_.decides(index_, rule), std::move(needless));
  }

  checker& checking_;
  const policy_pack& pack_;
  const std::size_t index_;
  const compiled_table& table_;
  const encoding& formulas_;
  const grading_table* grading_;
};

} // namespace

// What FEEL alone can read is not in the formulas: nothing said of a pack with such a table would be proved of it.
void note_tables_left_to_feel(checker& checking) {
  for (std::size_t table = 0; table < checking.pack().tables.size(); ++table) {
    const auto& each = checking.pack().tables[table];
    if (!each.by_feel) continue;
    finding about;
    about.which = check::gap;
    about.given = verdict::undecided;
    about.subject = each.name;
    about.file = each.file;
    about.text = each.name +
                 " has cells that only the FEEL evaluator reads, and cannot be proved; write them as values, "
                 "intervals or lists of them";
    checking.note(std::move(about));
  }
}

void check_tables(checker& checking) {
  checking.begin(check::gap);
  note_tables_left_to_feel(checking);
  for (std::size_t table = 0; table < checking.pack().tables.size() && checking.wanted(); ++table)
    table_checker(checking, table).run();
}

} // namespace frontdoor::triage::proof
