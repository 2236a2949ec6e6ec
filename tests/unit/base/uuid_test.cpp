#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <catch2/catch.hpp>

#include "triage/uuid.hpp"

using frontdoor::triage::uuid;

TEST_CASE("a UUID reads in either letter case and writes lower case") {
  // RFC 9562, appendix A.6: an example of version 7.
  const std::string text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  const auto lower = uuid::parse(text);
  const auto upper = uuid::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  REQUIRE(lower);
  REQUIRE(upper);
  CHECK(*lower == *upper);
  CHECK(upper->to_string() == text);
  CHECK(lower->bytes[0] == 0x01);
  CHECK(lower->bytes[15] == 0x8f);
}

TEST_CASE("anything but the 36-character form is not a UUID") {
  const std::vector<std::string> refused = {
      "",
      "017f22e2",
      "017f22e279b07cc398c4dc0c0c07398f",
      "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
      "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
      " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      "0-7f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      std::string("017f22e2-79b0-7cc3-98c4-dc0c0c07398") + '\0'
  };
  for (const auto& text : refused) {
    INFO(text);
    CHECK_FALSE(uuid::parse(text));
  }
}

TEST_CASE("the nil UUID says so") {
  CHECK(uuid{}.is_nil());
  CHECK(uuid::parse("00000000-0000-0000-0000-000000000000")->is_nil());
  CHECK_FALSE(uuid::parse("00000000-0000-0000-0000-000000000001")->is_nil());
}

TEST_CASE("UUIDs sort as their texts do, so version 7 sorts by time") {
  std::vector<std::string> texts = {
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b1-7000-8000-000000000000",
      "ff7f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c073990"
  };
  std::vector<uuid> ids;
  ids.reserve(texts.size());
  for (const auto& text : texts)
    ids.push_back(*uuid::parse(text));
  std::sort(texts.begin(), texts.end());
  std::sort(ids.begin(), ids.end());
  for (std::size_t i = 0; i < ids.size(); ++i)
    CHECK(ids[i].to_string() == texts[i]);
}

TEST_CASE("ids of one millisecond hash apart") {
  std::unordered_set<std::size_t> hashes;
  uuid id = *uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c070000");
  for (int i = 0; i < 1000; ++i) {
    id.bytes[14] = static_cast<std::uint8_t>(i / 256);
    id.bytes[15] = static_cast<std::uint8_t>(i % 256);
    hashes.insert(std::hash<uuid>{}(id));
  }
  CHECK(hashes.size() == 1000);
}
