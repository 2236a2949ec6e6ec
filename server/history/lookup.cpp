#include "server/history/lookup.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/history/contact_keying.hpp"
#include "server/history/shared_look_up.hpp"

namespace frontdoor::history {

namespace asio = boost::asio;
namespace core = triage::history;

namespace {

constexpr std::size_t sounds_kept_max = 20'000;

// What one call waits for; the sources that are late find it and are not heard any more.
struct waiting {
  waiting(asio::any_io_executor io, std::size_t count) : ready(io), open(count) {}

  void done() {
    if (--open == 0) ready.cancel();
  }

  answers so_far;
  asio::steady_timer ready;
  std::size_t open;
};

core::source_answer answer_of(std::string source, core::source_status status, triage::timestamp as_of) {
  core::source_answer out;
  out.source = std::move(source);
  out.status = status;
  out.as_of = as_of;
  return out;
}

} // namespace

struct lookup::shared {
  asio::any_io_executor io;
  db::history_queries& queries;
  std::shared_ptr<const core::name_rules> names;
  keyed_hash hash;
  external_sources others;
  options limits;
  observe::log& log;
  std::shared_ptr<shared_look_up> record;
  db::word_sounds sounds; // of words asked for before

  // The sounds of these words; false where the database could not be asked.
  asio::awaitable<bool> learn(const std::vector<std::string>& words) {
    std::vector<std::string> missing;
    for (const auto& word : words) {
      if (!sounds.contains(word)) missing.push_back(word);
    }
    if (missing.empty()) co_return true;
    auto learnt = co_await queries.sounds(std::move(missing));
    if (!learnt) co_return false;
    if (sounds.size() > sounds_kept_max) sounds.clear();
    sounds.merge(*learnt);
    co_return true;
  }
};

namespace {

std::vector<core::match>
matches_of(const std::vector<db::history_match_row>& rows, const std::vector<core::key>& keys) {
  std::vector<core::match> out;
  out.reserve(rows.size());
  for (const auto& row : rows) {
    const auto& key = keys.at(row.key);
    out.push_back({key.kind, row.role, key.role, row.contact, row.incident, row.at, row.channel});
  }
  return out;
}

// A marker once, by the surest key it was found under.
std::vector<core::marker>
markers_of(const std::vector<db::history_marker_row>& rows, const std::vector<core::key>& keys) {
  std::vector<core::marker> out;
  for (const auto& row : rows) {
    const auto kind = keys.at(row.key).kind;
    const auto known = std::ranges::find(out, row.id, &core::marker::id);
    if (known != out.end()) {
      if (core::identifies(kind) && !core::identifies(known->matched)) known->matched = kind;
      continue;
    }
    out.push_back({row.id, row.code, row.why, row.source, row.valid_from, row.review_at, row.valid_until, kind});
  }
  return out;
}

} // namespace

lookup::lookup(
    asio::any_io_executor io, db::history_queries& queries, std::shared_ptr<const core::name_rules> names,
    keyed_hash hash, external_sources others, options chosen, observe::log& log
)
    : shared_(new shared{
          io,
          queries,
          std::move(names),
          hash,
          std::move(others),
          chosen,
          log,
          std::make_shared<shared_look_up>(
              io, queries, hash.check(),
              shared_look_up::options{.rows_max = chosen.contacts_max, .wait_max = chosen.query_timeout}
          ),
          {}
      }) {}

lookup::~lookup() = default;

std::optional<db::contact_keys>
lookup::keys_of(const triage::contact_received& received, const triage::uuid& contact) const {
  const auto& self = *shared_;
  const auto read = key_contact(received, contact, self.names, self.hash);
  const auto known = [&](const std::string& word) { return self.sounds.contains(word); };
  if (!std::ranges::all_of(read.words, known)) return std::nullopt;
  return read.keys(self.sounds);
}

const lookup::options& lookup::limits() const {
  return shared_->limits;
}

namespace {

template <class Shared>
asio::awaitable<void>
ask_record(std::shared_ptr<Shared> self, std::shared_ptr<waiting> call, core::traces about, triage::timestamp now) {
  auto& contacts = call->so_far[0];
  auto& markers = call->so_far[1];
  if (co_await self->learn(core::words_to_sound(about, *self->names))) {
    const auto sound = sounds_from(self->sounds);
    const auto keys = core::keys_to_find(about, *self->names, sound);
    std::vector<db::digest> digests;
    for (const auto& key : keys)
      digests.push_back(self->hash.of(key));
    const auto found = co_await self->record->ask(std::move(digests), now - core::window_longest);
    if (found && found->same_secret) {
      const auto read_until = found->unread_since.value_or(now);
      const bool lags = now - read_until > self->limits.lag_max;
      contacts.as_of = std::min(read_until, now);
      if (lags) self->log.warning("history_lags", {});
      contacts.contacts = core::gather(matches_of(found->contacts, keys));
      contacts.status = lags                        ? core::source_status::unavailable
                        : contacts.contacts.empty() ? core::source_status::none
                                                    : core::source_status::found;
      markers.markers = markers_of(found->markers, keys);
      markers.status = markers.markers.empty() ? core::source_status::none : core::source_status::found;
    }
  }
  call->done();
}

template <class Shared>
asio::awaitable<void> ask_other(
    std::shared_ptr<Shared> self, std::shared_ptr<waiting> call, std::size_t other, core::traces about, enquiry asked,
    triage::timestamp now
) {
  auto& into = call->so_far[other + 2];
  auto answer = co_await self->others[other]->ask(std::move(about), std::move(asked), now);
  into = std::move(answer);
  call->done();
}

} // namespace

asio::awaitable<std::vector<db::incident_head>> lookup::heads(std::vector<triage::uuid> incidents, bool for_query) {
  struct pending {
    explicit pending(asio::any_io_executor io) : ready(io) {}
    asio::steady_timer ready;
    bool done = false;
    std::vector<db::incident_head> found;
  };
  const auto self = shared_;
  const auto call = std::make_shared<pending>(self->io);
  call->ready.expires_after(for_query ? self->limits.query_timeout : self->limits.contact_timeout);
  const auto read = [](std::shared_ptr<shared> own, std::shared_ptr<pending> into,
                       std::vector<triage::uuid> ids) -> asio::awaitable<void> {
    auto found = co_await own->queries.heads(std::move(ids));
    if (found) into->found = std::move(*found);
  };
  asio::co_spawn(self->io, read(self, call, std::move(incidents)), [call](std::exception_ptr) {
    call->done = true;
    call->ready.cancel();
  });
  if (!call->done) co_await call->ready.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return call->found;
}

asio::awaitable<answers>
lookup::ask(core::traces about, enquiry asked, triage::timestamp now, std::chrono::milliseconds limit) {
  const auto self = shared_;
  const core::sounds silent = [](const std::string&) { return std::vector<std::string>(); };
  if (core::keys_to_keep(about, *self->names, silent).empty()) co_return answers();
  const auto call = std::make_shared<waiting>(self->io, self->others.size() + 1);
  call->so_far.push_back(answer_of("contacts", core::source_status::unavailable, now));
  call->so_far.push_back(answer_of("markers", core::source_status::unavailable, now));
  call->ready.expires_after(limit);
  for (const auto& other : self->others) {
    call->so_far.push_back(answer_of(other->name(), core::source_status::unavailable, now));
    call->so_far.back().kind = other->kind();
  }
  const auto ended = [self, call](std::exception_ptr error) {
    if (!error) return;
    self->log.error("history_look_up_failed", {});
    call->done();
  };
  asio::co_spawn(self->io, ask_record(self, call, about, now), ended);
  for (std::size_t i = 0; i < self->others.size(); ++i)
    asio::co_spawn(self->io, ask_other(self, call, i, about, asked, now), ended);
  if (call->open > 0) co_await call->ready.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return call->so_far; // a copy: the late ones still write to theirs
}

} // namespace frontdoor::history
