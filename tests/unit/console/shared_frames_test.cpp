#include "server/console/shared_frames.hpp"

#include <catch2/catch.hpp>

using namespace frontdoor;
using namespace frontdoor::console;

namespace {

frame_viewer dispatcher_of(const std::string& district, std::uint64_t told = 7) {
  frame_viewer viewer;
  viewer.rights.shown = auth::detail::full;
  viewer.rights.districts = {district};
  viewer.told = told;
  viewer.cursor = told;
  return viewer;
}

std::shared_ptr<const written_frame> frame(const std::string& text) {
  written_frame written;
  written.end = 9;
  written.text = std::make_shared<const std::string>(text);
  return std::make_shared<const written_frame>(std::move(written));
}

} // namespace

TEST_CASE(
    "given a frame that was written, when another console sees the same and stands at the same place, then it has "
    "that one"
) {
  shared_frames frames;
  const auto written = frame("for Bolton");
  frames.keep(dispatcher_of("Bolton"), 9, written);
  CHECK(frames.find(dispatcher_of("Bolton"), 9) == written);
}

TEST_CASE("given a frame that was written, when a console sees, asks for or has been told something else, then it has "
          "none of it") {
  shared_frames frames;
  frames.keep(dispatcher_of("Bolton"), 9, frame("for Bolton"));
  CHECK(frames.find(dispatcher_of("Bury"), 9) == nullptr);
  CHECK(frames.find(dispatcher_of("Bolton", 6), 9) == nullptr);
  auto other = dispatcher_of("Bolton");
  other.cursor = 8;
  CHECK(frames.find(other, 9) == nullptr);
  other = dispatcher_of("Bolton");
  other.filter.grades = {"1"};
  CHECK(frames.find(other, 9) == nullptr);
  other = dispatcher_of("Bolton");
  other.rights.shown = auth::detail::without_personal_data;
  CHECK(frames.find(other, 9) == nullptr);
  other = dispatcher_of("Bolton");
  other.rights.reviews = true;
  CHECK(frames.find(other, 9) == nullptr);
  other = dispatcher_of("Bolton");
  other.rights.owner = triage::uuid{};
  CHECK(frames.find(other, 9) == nullptr);
}

TEST_CASE("given a frame that was written, when there are newer events, then it is forgotten") {
  shared_frames frames;
  frames.keep(dispatcher_of("Bolton"), 9, frame("old"));
  CHECK(frames.find(dispatcher_of("Bolton"), 10) == nullptr);
  const auto newer = frame("new");
  frames.keep(dispatcher_of("Bolton"), 10, newer);
  CHECK(frames.find(dispatcher_of("Bolton"), 10) == newer);
}

TEST_CASE("given more kinds of viewers than are kept, when one more comes, then the others keep theirs") {
  shared_frames frames;
  for (int i = 0; i < 100; ++i)
    frames.keep(dispatcher_of("district " + std::to_string(i)), 9, frame(std::to_string(i)));
  REQUIRE(frames.find(dispatcher_of("district 0"), 9) != nullptr);
  CHECK(*frames.find(dispatcher_of("district 0"), 9)->text == "0");
  CHECK(frames.find(dispatcher_of("district 99"), 9) == nullptr);
}
