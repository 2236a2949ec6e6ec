#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "generators.hpp"
#include "triage/canonical_json.hpp"
#include "triage/incident/event_codec.hpp"
#include "triage/incident/snapshot.hpp"

using namespace frontdoor;
using namespace frontdoor::triage;
using namespace frontdoor::triage::testing;
using nlohmann::json;

namespace {

// Plays arbitrary steps and calls `check` after each that recorded something.
template <typename Check> void play(Check&& check) {
  story told;
  unsigned number = 0;
  for (const auto& next : arbitrary_steps()) {
    const auto before = told.state();
    const auto made = take(told, next, number++);
    if (made && *made) check(told, before, **made);
  }
}

} // namespace

TEST_CASE("Replaying the events gives the same state as folding on the way") {
  CHECK(rc::check([] {
    play([](const story& told, const auto&, const decision&) {
      if (told.state()) RC_ASSERT(folded(told.events()) == told.the_incident());
    });
  }));
}

TEST_CASE("A snapshot reads back as the state, and its card is the card of the fold") {
  CHECK(rc::check([] {
    play([](const story& told, const auto&, const decision&) {
      if (!told.state()) return;
      const auto read = from_snapshot_text(to_snapshot(told.the_incident()));
      RC_ASSERT(read.has_value());
      RC_ASSERT(*read == told.the_incident());
      RC_ASSERT(card(*read, "n") == card(folded(told.events()), "n"));
      RC_ASSERT(card_personal(*read) == card_personal(folded(told.events())));
    });
  }));
}

TEST_CASE("A fold from a snapshot goes on as a fold from the beginning") {
  CHECK(rc::check([] {
    play([](const story&, const std::optional<incident>& before, const decision& made) {
      if (!before || !made.incident) return;
      auto state = *from_snapshot_text(to_snapshot(*before));
      for (const auto& one : made.events)
        state = triage::apply(std::move(state), one);
      RC_ASSERT(state == *made.incident);
    });
  }));
}

TEST_CASE("No sequence of commands lowers a grade or takes one away") {
  CHECK(rc::check([] {
    play([](const story& told, const std::optional<incident>& before, const decision&) {
      RC_ASSERT(rank_of(told.state()) <= rank_of(before));
    });
  }));
}

TEST_CASE("Targets always count from the receipt of the contact that opened the incident") {
  CHECK(rc::check([] {
    play([](const story& told, const auto&, const decision&) {
      if (!told.state() || !told.the_incident().grade) return;
      const auto& state = told.the_incident();
      const auto& definition = test_policy().grades.at(state.grade->rank);
      const auto after = [&](const auto& duration) {
        return duration ? std::optional(state.received_at + *duration) : std::nullopt;
      };
      RC_ASSERT(state.grade->allocate_by == after(definition.allocate_by));
      RC_ASSERT(state.grade->arrive_by == after(definition.arrive_by));
      RC_ASSERT(state.received_at == nine_in_the_evening());
    });
  }));
}

TEST_CASE("A rise to a grade that is pushed always makes a dispatch, and nothing else does") {
  CHECK(rc::check([] {
    play([](const story& told, const std::optional<incident>& before, const decision& made) {
      if (!told.state()) return;
      const bool rise = rank_of(told.state()) < rank_of(before);
      const bool pushed = rise && test_policy().grades.at(rank_of(told.state())).acknowledge_within;
      int requests = 0;
      for (const auto& one : made.events)
        requests += holds_alternative<dispatch_requested>(one) ? 1 : 0;
      RC_ASSERT(requests == (pushed ? 1 : 0));
    });
  }));
}

TEST_CASE("Only people confirm grades and acknowledge dispatches") {
  CHECK(rc::check([] {
    play([](const story&, const auto&, const decision& made) {
      for (const auto& one : made.events) {
        const bool personal_act = holds_alternative<grade_set>(one) || holds_alternative<dispatch_acknowledged>(one);
        RC_ASSERT(!personal_act || head_of(one).actor.starts_with("user:"));
      }
    });
  }));
}

TEST_CASE("An acknowledgement is waited for exactly while a dispatch is pushed and not acknowledged") {
  CHECK(rc::check([] {
    play([](const story& told, const auto&, const decision&) {
      if (!told.state()) return;
      const auto& dispatch = told.the_incident().dispatch;
      const bool pushed = dispatch && dispatch->state == dispatch_state::pushed;
      std::vector<std::string> waited_for;
      for (const auto& one : timers(told.the_incident()))
        if (one.key.starts_with("acknowledge:")) waited_for.push_back(one.key);
      RC_ASSERT(waited_for.size() == (pushed ? 1U : 0U));
      if (pushed) RC_ASSERT(waited_for.front() == "acknowledge:" + dispatch->id.to_string());
    });
  }));
}

TEST_CASE("Every event reads back as it was written, and without its sealed part where that was erased") {
  CHECK(rc::check([] {
    play([](const story&, const auto&, const decision& made) {
      for (const auto& one : made.events) {
        RC_ASSERT(encode(one).body == canonical_json(json::parse(encode(one).body)));
        auto row = stored(one);
        const auto read = decode(row);
        RC_ASSERT(read.has_value());
        RC_ASSERT(*read == one);
        row.personal.reset();
        const auto erased = decode(row);
        RC_ASSERT(erased.has_value());
        RC_ASSERT(stored(*erased).body == row.body);
      }
    });
  }));
}

TEST_CASE("Personal data is in no body, no card, no snapshot's open part and no refusal") {
  CHECK(rc::check([] {
    story told;
    unsigned number = 0;
    const auto clean = [](const std::string& text) {
      return text.find(personal_marker) == std::string::npos && text.find("123456789") == std::string::npos;
    };
    bool seen = false;
    for (const auto& next : arbitrary_steps()) {
      const auto made = take(told, next, number++);
      if (!made) continue;
      if (!*made) {
        const auto& no = made->error();
        RC_ASSERT(clean(no.detail + no.remedy));
        for (const auto& one : no.faults)
          RC_ASSERT(clean(one.pointer + one.detail + one.remedy));
        continue;
      }
      for (const auto& one : (*made)->events) {
        const auto row = encode(one);
        RC_ASSERT(clean(row.body));
        RC_ASSERT(clean(row.actor));
        seen = seen || (row.personal && !clean(*row.personal));
      }
      if (!told.state()) continue;
      RC_ASSERT(clean(card(told.the_incident(), "n").dump()));
      RC_ASSERT(clean(to_snapshot(told.the_incident()).body));
      RC_ASSERT(clean(detail(told.the_incident()).dump()));
    }
    RC_ASSERT(seen || told.events().empty());
  }));
}

TEST_CASE("The same command on the same state gives the same decision") {
  CHECK(rc::check([] {
    const auto steps = arbitrary_steps();
    story first;
    story second;
    unsigned number = 0;
    for (const auto& next : steps) {
      const auto a = take(first, next, number);
      const auto b = take(second, next, number++);
      RC_ASSERT(a.has_value() == b.has_value());
      if (a) RC_ASSERT(a->has_value() == b->has_value());
    }
    RC_ASSERT(first.events() == second.events());
    RC_ASSERT(first.state() == second.state());
  }));
}
