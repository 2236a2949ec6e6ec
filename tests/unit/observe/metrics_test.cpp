#include <catch2/catch.hpp>

#include "server/observe/metrics.hpp"

using frontdoor::observe::metrics;

TEST_CASE("what was measured is in the exposition, by endpoint and status class") {
  metrics m;
  m.request_served("POST /v1/contacts", 201, 0.004);
  m.request_served("POST /v1/contacts", 201, 0.2);
  m.request_served("POST /v1/contacts", 422, 0.001);
  m.http_connections(2);
  m.http_connections(-1);
  m.batch_committed(12, 0.002);
  m.contact_taken("999", "1");
  m.log_position(77);
  m.sign_in("wrong");
  const auto text = m.exposition();
  const auto has = [&](const char* line) { return text.find(line) != std::string::npos; };
  CHECK(has(R"(frontdoor_http_request_seconds_count{endpoint="POST /v1/contacts",status_class="2xx"} 2)"));
  CHECK(has(R"(frontdoor_http_request_seconds_count{endpoint="POST /v1/contacts",status_class="4xx"} 1)"));
  CHECK(has("frontdoor_http_connections 1"));
  CHECK(has("frontdoor_batch_size_count 1"));
  CHECK(has(R"(frontdoor_contacts_total{channel="999",grade="1"} 1)"));
  CHECK(has("frontdoor_log_position 77"));
  CHECK(has(R"(frontdoor_sign_ins_total{outcome="wrong"} 1)"));
  CHECK(has("process_resident_memory_bytes"));
}
