#include "server/webhooks/deliverer.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/run_on.hpp"

namespace frontdoor::webhooks {

namespace asio = boost::asio;

namespace {

constexpr std::size_t page_max = 100; // events read from the log at once

// Whether the note was taken and the claim is still ours. Where the database cannot be asked the claim runs out.
asio::awaitable<bool> noted(asio::awaitable<db::query_result<bool>> note) {
  const auto done = co_await std::move(note);
  co_return done.value_or(false);
}

} // namespace

// The work on one subscription under one claim.
struct deliverer::turn {
  db::claimed_webhook claimed;
  triage::uuid token;
  auth::principal who;
  std::string secret;
  std::uint64_t read_to = 0; // the end of the page
  db::committed_events page; // of the log, from the first event that is not settled
  std::size_t next = 0;      // in it
  std::size_t steps = 0;

  const triage::uuid& id() const { return claimed.hook.id; }
};

deliverer::deliverer(
    asio::any_io_executor io, db::webhook_queries& subscriptions, db::log_queries& events,
    dispatch::log_signal& published, clock::clock& time, clock::identifiers& ids, secrets keys, destinations allowed,
    event_view view, deliverer_options options, std::uint64_t seed, observe::log& log
)
    : io_(io), subscriptions_(subscriptions), events_(events), published_(published), clock_(time), identifiers_(ids),
      secrets_(keys), allowed_(std::move(allowed)), view_(std::move(view)), options_(std::move(options)), chance_(seed),
      log_(log), wake_(io), threads_(options_.at_once_max) {}

deliverer::~deliverer() {
  threads_.join();
}

void deliverer::start() {
  asio::co_spawn(io_, run(shared_from_this()), [self = shared_from_this()](std::exception_ptr error) {
    if (error) self->log_.error("webhooks_failed", {});
  });
}

void deliverer::stop() {
  stopped_ = true;
  wake_.cancel();
}

// A delivery, its name look-up and its answer take no longer than the time-out; the rest is for noting it.
std::chrono::milliseconds deliverer::lease() const {
  constexpr std::chrono::seconds to_note{20};
  return options_.transport.timeout * 2 + to_note;
}

asio::awaitable<void> deliverer::run(std::shared_ptr<deliverer> self) {
  while (!self->stopped_) {
    const auto seen = self->published_.position();
    bool found = false;
    const auto free = self->options_.at_once_max - self->under_way_;
    if (free > 0) {
      const auto token = self->identifiers_.make(self->clock_.now());
      auto claimed = co_await self->subscriptions_.claim(token, self->clock_.now(), self->lease(), free);
      if (claimed) {
        found = !claimed->empty();
        for (auto& one : *claimed) {
          ++self->under_way_;
          asio::co_spawn(self->io_, take_turn(self, std::move(one), token), [self](std::exception_ptr error) {
            --self->under_way_;
            if (error) self->log_.error("webhook_turn_failed", {});
          });
        }
      }
    }
    if (self->stopped_) co_return;
    self->wake_.expires_after(self->options_.interval);
    co_await self->wake_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (!found && !self->stopped_) co_await self->published_.wait_beyond(seen, self->options_.poll);
  }
}

asio::awaitable<bool> deliverer::once() {
  const auto token = identifiers_.make(clock_.now());
  auto claimed = co_await subscriptions_.claim(token, clock_.now(), lease(), options_.at_once_max);
  if (!claimed) co_return false;
  const auto self = shared_from_this();
  for (auto& one : *claimed)
    co_await take_turn(self, std::move(one), token);
  co_return !claimed->empty();
}

asio::awaitable<void>
deliverer::take_turn(std::shared_ptr<deliverer> self, db::claimed_webhook claimed, triage::uuid token) {
  const auto now = std::make_shared<turn>();
  now->claimed = std::move(claimed);
  now->token = token;
  now->read_to = now->claimed.hook.position;
  auto who = acting_as(now->claimed.hook, now->claimed.key, self->clock_.now());
  if (!who) {
    co_await self->disable(now, "key_not_valid");
    co_return;
  }
  now->who = std::move(*who);
  if (!auth::equal(self->secrets_.check_of(now->id()), now->claimed.hook.secret_check)) {
    // Another server may have the right file; this one would sign with a secret that the receiver does not know.
    self->log_.error("webhook_secret_differs", {{"webhook", now->claimed.hook.label}});
    co_await self->subscriptions_.release(now->id(), token);
    co_return;
  }
  now->secret = self->secrets_.of(now->id());
  co_await self->work(now);
}

asio::awaitable<void> deliverer::work(std::shared_ptr<turn> now) {
  auto went = co_await retry_letters(now);
  const auto& retry_at = now->claimed.hook.retry.retry_at;
  if (retry_at && *retry_at > clock_.now() && went == step::on) went = step::rest; // only letters had to go
  while (went == step::on && !stopped_ && now->steps < options_.turn_max) {
    ++now->steps;
    went = co_await deliver_next(now);
  }
  if (went != step::lost) co_await subscriptions_.release(now->id(), now->token);
}

asio::awaitable<deliverer::step> deliverer::disable(std::shared_ptr<turn> now, std::string reason) {
  log_.error("webhook_disabled", {{"webhook", now->claimed.hook.label}, {"reason", reason}});
  co_await subscriptions_.disable(now->id(), now->token, std::move(reason));
  co_return step::lost;
}

// Letters that a person has asked for again, each once. Their events are read from the log, as they may be seen today.
asio::awaitable<deliverer::step> deliverer::retry_letters(std::shared_ptr<turn> now) {
  for (const auto& letter : now->claimed.retries) {
    if (stopped_) co_return step::rest;
    const auto wanted = letter.last_position - letter.first_position + 1;
    const auto events = co_await events_.events_after(letter.first_position - 1, wanted, false);
    if (!events) co_return step::rest;
    delivery what;
    what.first_position = letter.first_position;
    what.last_position = letter.last_position;
    for (const auto& event : *events) {
      if (!wants(now->claimed.hook.types, event->type)) continue;
      auto text = view_(now->who, *event);
      if (text) what.events.push_back(std::move(*text));
    }
    posted came_of_it;
    came_of_it.what = posted::kind::delivered; // nothing of it may be seen any more
    if (!what.events.empty()) {
      auto request = make_posting(now->claimed.hook, what, now->secret, clock_.now());
      came_of_it = co_await send(std::move(request));
    }
    const bool delivered = came_of_it.what == posted::kind::delivered;
    const bool ours = co_await noted(subscriptions_.settle_dead_letter(
        now->id(), now->token, letter.id, delivered, clock_.now(), came_of_it.failure, lease()
    ));
    if (!ours) co_return step::lost;
  }
  co_return step::on;
}

// The next events that go out together; no events where what was read holds none for this subscription, nothing at all
// where the log holds no more or cannot be read.
asio::awaitable<std::optional<delivery>> deliverer::collect(std::shared_ptr<turn> now) {
  if (now->next == now->page.size()) {
    auto read = co_await events_.events_after(now->read_to, page_max, false);
    if (!read) co_return std::nullopt;
    now->page = std::move(*read);
    now->next = 0;
    if (now->page.empty()) co_return std::nullopt;
    now->read_to = now->page.back()->position;
  }
  const auto& hook = now->claimed.hook;
  // A repeat ends where the try before it did, so that it is the same request.
  const auto until = hook.retry.attempts > 0 ? hook.retry.attempt_to : std::numeric_limits<std::uint64_t>::max();
  std::optional<delivery> out(std::in_place);
  std::size_t bytes = 0;
  for (; now->next < now->page.size(); ++now->next) {
    const auto& event = *now->page[now->next];
    if (event.position > until) break;
    std::optional<std::string> text;
    if (wants(hook.types, event.type)) text = view_(now->who, event);
    if (text) {
      if (!out->events.empty() && bytes + text->size() > options_.body_bytes_max) break;
      if (out->events.empty()) out->first_position = event.position;
      bytes += text->size() + 1;
      out->events.push_back(std::move(*text));
    }
    out->last_position = event.position;
    const auto most = hook.batch ? options_.batch_max : 1;
    if (out->events.size() >= most) {
      ++now->next;
      break;
    }
  }
  co_return out;
}

asio::awaitable<deliverer::step> deliverer::deliver_next(std::shared_ptr<turn> now) {
  auto what = co_await collect(now);
  if (!what) co_return step::rest;
  if (what->events.empty()) {
    const bool ours =
        co_await noted(subscriptions_.advance(now->id(), now->token, what->last_position, std::nullopt, lease()));
    now->claimed.hook.retry = {};
    co_return ours ? step::on : step::lost;
  }
  auto request = make_posting(now->claimed.hook, *what, now->secret, clock_.now());
  auto came_of_it = co_await send(std::move(request));
  co_return co_await settle(now, std::move(*what), std::move(came_of_it));
}

asio::awaitable<deliverer::step> deliverer::settle(std::shared_ptr<turn> now, delivery what, posted came_of_it) {
  auto& hook = now->claimed.hook;
  const auto at = clock_.now();
  if (came_of_it.what == posted::kind::delivered) {
    const bool ours = co_await noted(subscriptions_.advance(now->id(), now->token, what.last_position, at, lease()));
    hook.retry = {};
    co_return ours ? step::on : step::lost;
  }
  if (came_of_it.what == posted::kind::gone) co_return co_await disable(now, "receiver_gone");
  auto& retry = hook.retry;
  ++retry.attempts;
  retry.attempt_to = what.last_position;
  if (!retry.first_failed_at) retry.first_failed_at = at;
  log_.warning(
      "webhook_failed", {{"webhook", hook.label},
                         {"failure", came_of_it.failure},
                         {"attempts", static_cast<std::uint64_t>(retry.attempts)},
                         {"position", what.first_position}}
  );
  if (retry.attempts < options_.attempts_max) {
    retry.retry_at = at + back_off(options_.back_off, retry.attempts, chance_(), came_of_it.retry_after);
    const bool ours =
        co_await noted(subscriptions_.note_failure(now->id(), now->token, retry, came_of_it.failure, lease()));
    co_return ours ? step::rest : step::lost;
  }
  db::dead_letter letter;
  letter.id = identifiers_.make(at);
  letter.first_position = what.first_position;
  letter.last_position = what.last_position;
  letter.attempts = retry.attempts;
  letter.first_failed_at = *retry.first_failed_at;
  letter.last_failed_at = at;
  letter.last_failure = came_of_it.failure;
  log_.error("webhook_dead_letter", {{"webhook", hook.label}, {"position", letter.first_position}});
  const bool ours = co_await noted(subscriptions_.bury(now->id(), now->token, std::move(letter), lease()));
  retry = {};
  co_return ours ? step::on : step::lost;
}

asio::awaitable<posted> deliverer::send(posting what) {
  auto work = [this, request = std::move(what)] { return post(request, options_.transport, allowed_); };
  co_return co_await run_on(threads_, std::move(work));
}

} // namespace frontdoor::webhooks
