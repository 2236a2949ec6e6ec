#include <catch2/catch.hpp>

#include "server/clock/doubling_pause.hpp"

using namespace frontdoor;
using namespace std::chrono_literals;

TEST_CASE("given tries that fail one after another, then each pause is twice the one before, up to the longest") {
  clock::doubling_pause pause(100ms, 500ms);
  CHECK(pause.next() == 100ms);
  CHECK(pause.next() == 200ms);
  CHECK(pause.next() == 400ms);
  CHECK(pause.next() == 500ms);
  CHECK(pause.next() == 500ms);
}

TEST_CASE("given a try that succeeded, when tries fail once more, then the pauses begin with the first again") {
  clock::doubling_pause pause(100ms, 500ms);
  pause.next();
  pause.next();
  pause.begin_again();
  CHECK(pause.next() == 100ms);
  CHECK(pause.next() == 200ms);
}

TEST_CASE("given a first pause that is the longest, then all are equal") {
  clock::doubling_pause pause(200ms, 200ms);
  CHECK(pause.next() == 200ms);
  CHECK(pause.next() == 200ms);
}
