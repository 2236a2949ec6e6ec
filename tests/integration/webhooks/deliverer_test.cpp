// The deliverer on a real PostgreSQL, to a receiver that takes, fails, is silent, and comes back.

#include "server/webhooks/deliverer.hpp"

#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/integration/webhooks/scene.hpp"
#include "tests/support/test_receiver.hpp"

using namespace frontdoor;
using namespace frontdoor::testing;
using frontdoor::tests::receiver_answer;
using frontdoor::tests::test_receiver;
using nlohmann::json;
using std::chrono::milliseconds;

namespace {

// A server that tells, with a clock that stands where it is put.
class telling_server {
 public:
  explicit telling_server(webhook_scene& all, webhooks::deliverer_options chosen = options())
      : published(all.server.io.get_executor()),
        tells(std::make_shared<webhooks::deliverer>(
            all.server.io.get_executor(), all.subscriptions, all.server.queries, published, clock, ids, all.secrets,
            webhooks::destinations({"127.0.0.0/8"}),
            [](const auth::principal& who, const db::committed_event& event) -> std::optional<std::string> {
              if (event.owner_id != who.id) return std::nullopt;
              return json{{"position", event.position}, {"type", event.type}}.dump();
            },
            std::move(chosen), 1, *all.server.log
        )),
        io_(all.server.io) {}

  static webhooks::deliverer_options options() {
    webhooks::deliverer_options out;
    out.attempts_max = 3;
    out.transport.timeout = milliseconds(5000);
    return out;
  }

  // Looks for work until there is none.
  void tell() {
    while (run(io_, tells->once())) {
    }
  }

  clock::fixed_clock clock{test_time()};
  clock::identifiers ids;
  dispatch::log_signal published;
  std::shared_ptr<webhooks::deliverer> tells;

 private:
  boost::asio::io_context& io_;
};

std::vector<std::uint64_t> positions(const test_receiver& receiver) {
  std::vector<std::uint64_t> out;
  for (const auto& post : receiver.posts()) {
    const auto body = json::parse(post.body);
    for (const auto& event : body.is_array() ? body : json::array({body}))
      out.push_back(event.at("position").get<std::uint64_t>());
  }
  return out;
}

using places = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("given events of two keys, then a receiver has those of its own, in order, each once, and signed") {
  webhook_scene all;
  const test_receiver receiver;
  const auto own = all.key();
  const auto other = all.key("other");
  const auto hook = all.subscribed(own, receiver.url());
  for (int i = 0; i < 3; ++i) {
    all.happens(own);
    all.happens(other);
  }
  telling_server server(all);
  server.tell();
  CHECK(positions(receiver) == places{1, 3, 5});
  const auto secret = all.secrets.of(hook.id);
  for (const auto& post : receiver.posts()) {
    const auto& time = post.headers.at("frontdoor-webhook-timestamp");
    CHECK(post.headers.at("frontdoor-webhook-signature") == webhooks::signature(secret, time, post.body));
  }
  CHECK(all.stands(hook).position == 6);
  server.tell();
  CHECK(receiver.posts().size() == 3);
}

TEST_CASE("given a subscription to batches, then events go together as many as may") {
  webhook_scene all;
  const test_receiver receiver;
  const auto key = all.key();
  auto hook = all.subscribed(key, receiver.url());
  superuser_sql(all.server.options, "update webhooks set batch = true returning ''");
  for (int i = 0; i < 5; ++i)
    all.happens(key);
  auto chosen = telling_server::options();
  chosen.batch_max = 2;
  telling_server(all, chosen).tell();
  CHECK(receiver.posts().size() == 3);
  CHECK(positions(receiver) == places{1, 2, 3, 4, 5});
}

TEST_CASE(
    "given a receiver that fails and comes back, then the same delivery is made after its wait, and the rest follows"
) {
  webhook_scene all;
  test_receiver receiver([](std::size_t before) { return receiver_answer{before < 2 ? 500 : 200}; });
  const auto key = all.key();
  const auto hook = all.subscribed(key, receiver.url());
  all.happens(key);
  all.happens(key);
  telling_server server(all);
  server.tell();
  CHECK(receiver.posts().size() == 1);
  const auto waiting = all.stands(hook);
  CHECK(waiting.retry.attempts == 1);
  CHECK(waiting.last_failure == "status_500");
  REQUIRE(waiting.retry.retry_at);
  CHECK(*waiting.retry.retry_at > test_time());
  server.clock.advance(std::chrono::seconds(1));
  server.tell();
  CHECK(receiver.posts().size() == 2);
  server.clock.advance(std::chrono::seconds(2));
  server.tell();
  CHECK(positions(receiver) == places{1, 1, 1, 2});
  const auto posts = receiver.posts();
  CHECK(posts[0].headers.at("frontdoor-webhook-id") == posts[2].headers.at("frontdoor-webhook-id"));
  CHECK(all.stands(hook).retry.attempts == 0);
  CHECK(all.stands(hook).last_failure.empty());
}

TEST_CASE(
    "given a delivery that fails for good, then it is a dead letter, the rest follows, and a person sends it again"
) {
  webhook_scene all;
  test_receiver receiver([](std::size_t before) { return receiver_answer{before < 3 ? 422 : 200}; });
  const auto key = all.key();
  const auto hook = all.subscribed(key, receiver.url());
  all.happens(key);
  all.happens(key);
  telling_server server(all);
  for (int i = 0; i < 4; ++i) {
    server.tell();
    server.clock.advance(std::chrono::minutes(1));
  }
  CHECK(positions(receiver) == places{1, 1, 1, 2});
  auto letters = all.letters(hook);
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].first_position == 1);
  CHECK(letters[0].attempts == 3);
  CHECK(letters[0].last_failure == "status_422");
  receiver.answer_with([](std::size_t) { return receiver_answer{503}; });
  REQUIRE(
      *run(all.server.io, all.subscriptions.retry_dead_letter(hook.id, letters[0].id, an_admin())) ==
      db::webhook_changed::yes
  );
  server.tell();
  letters = all.letters(hook);
  REQUIRE(letters.size() == 1);
  CHECK(letters[0].state == db::dead_letter_state::waiting);
  CHECK(letters[0].attempts == 4);
  receiver.answer_with([](std::size_t) { return receiver_answer{}; });
  REQUIRE(
      *run(all.server.io, all.subscriptions.retry_dead_letter(hook.id, letters[0].id, an_admin())) ==
      db::webhook_changed::yes
  );
  server.tell();
  CHECK(all.letters(hook).empty());
  CHECK(positions(receiver) == places{1, 1, 1, 2, 1, 1});
}

TEST_CASE("given as many dead letters as there may be, then the subscription stands still and loses nothing") {
  webhook_scene all(fresh_database(), {100, 1});
  const test_receiver receiver([](std::size_t) { return receiver_answer{500}; });
  const auto key = all.key();
  const auto hook = all.subscribed(key, receiver.url());
  for (int i = 0; i < 3; ++i)
    all.happens(key);
  auto chosen = telling_server::options();
  chosen.attempts_max = 1;
  telling_server(all, chosen).tell();
  CHECK(all.letters(hook).size() == 1);
  CHECK(all.stands(hook).state == db::webhook_state::disabled);
  CHECK(all.stands(hook).state_reason == "too_many_dead_letters");
  CHECK(all.stands(hook).position == 1);
  // Room again, for what a person has looked at.
  const auto letter = all.letters(hook)[0].id;
  CHECK(
      *run(all.server.io, all.subscriptions.discard_dead_letter(hook.id, letter, an_admin())) ==
      db::webhook_changed::yes
  );
  CHECK(all.letters(hook).empty());
  CHECK(
      *run(all.server.io, all.subscriptions.discard_dead_letter(hook.id, letter, an_admin())) ==
      db::webhook_changed::not_found
  );
}

TEST_CASE("given a receiver that is gone, or a key that was revoked, then nothing more is sent, and it is said why") {
  webhook_scene all;
  const test_receiver receiver([](std::size_t) { return receiver_answer{410}; });
  const auto key = all.key();
  const auto hook = all.subscribed(key, receiver.url());
  all.happens(key);
  const bool revoked = GENERATE(false, true);
  if (revoked) REQUIRE(*run(all.server.io, all.store.revoke_api_key(key.id, an_admin())));
  telling_server server(all);
  server.tell();
  CHECK(receiver.posts().size() == (revoked ? 0 : 1));
  CHECK(all.stands(hook).state == db::webhook_state::disabled);
  CHECK(all.stands(hook).state_reason == (revoked ? "key_not_valid" : "receiver_gone"));
  CHECK(all.stands(hook).position == 0);
}

TEST_CASE("given a position to replay from, then everything behind it is sent again with its own ids") {
  webhook_scene all;
  const test_receiver receiver;
  const auto key = all.key();
  const auto hook = all.subscribed(key, receiver.url());
  for (int i = 0; i < 3; ++i)
    all.happens(key);
  telling_server server(all);
  server.tell();
  REQUIRE(*run(all.server.io, all.subscriptions.replay(hook.id, 1, an_admin())) == db::webhook_changed::yes);
  server.tell();
  CHECK(positions(receiver) == places{1, 2, 3, 2, 3});
}

TEST_CASE("given a server with another secret file, then it sends nothing, and one with the right file does") {
  webhook_scene all;
  const test_receiver receiver;
  const auto key = all.key();
  all.subscribed(key, receiver.url());
  all.happens(key);
  const auto right = all.secrets;
  all.secrets = webhooks::secrets(auth::digest{2});
  telling_server wrong(all);
  CHECK(run(all.server.io, wrong.tells->once()));
  CHECK(receiver.posts().empty());
  all.secrets = right;
  telling_server(all).tell();
  CHECK(receiver.posts().size() == 1);
}

TEST_CASE("given two servers at work at the same time, then a receiver has every event once and in order") {
  webhook_scene all;
  const test_receiver receiver;
  const auto key = all.key();
  const auto hook = all.subscribed(key, receiver.url());
  telling_server a(all);
  telling_server b(all);
  a.tells->start();
  b.tells->start();
  constexpr std::uint64_t events = 60;
  for (std::uint64_t i = 0; i < events; ++i)
    all.happens(key);
  run_until(all.server.io, [&] { return receiver.posts().size() >= events; });
  a.tells->stop();
  b.tells->stop();
  a.published.drain();
  b.published.drain();
  run_until(all.server.io, [&] { return a.tells.use_count() == 1 && b.tells.use_count() == 1; });
  places expected;
  for (std::uint64_t i = 1; i <= events; ++i)
    expected.push_back(i);
  CHECK(positions(receiver) == expected);
  CHECK(all.stands(hook).position == events);
}
