#include "server/auth/demo_accounts.hpp"

#include <array>

#include <sodium.h>

#include "server/auth/accounts.hpp"

namespace frontdoor::auth {

using boost::asio::awaitable;

namespace {

struct demo_role {
  const char* name;
  const char* display_name;
  auth::role role;
};
constexpr std::array cast{
    demo_role{"handler", "Demo Handler", role::call_handler},
    demo_role{"dispatcher", "Demo Dispatcher", role::dispatcher},
    demo_role{"supervisor", "Demo Supervisor", role::supervisor},
    demo_role{"registrar", "Demo Crime Registrar", role::crime_registrar},
    demo_role{"auditor", "Demo Auditor", role::auditor},
    demo_role{"admin", "Demo Admin", role::admin},
};
constexpr const char* key_label = "demo-integrator";

// Sixteen characters in four groups, of letters and digits that are not mistaken for one another: 78 bits.
std::string random_password() {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string text;
  for (int i = 0; i < 16; ++i) {
    if (i > 0 && i % 4 == 0) text += '-';
    text += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  }
  return text;
}

on_behalf demo_actor(clock::clock& time) {
  return {"server:demo-accounts", "", time.now()};
}

awaitable<stored<bool>>
make_or_renew(store& kept_in, sessions& people, demo_role part, std::string hash, triage::uuid id, on_behalf by) {
  auto known = co_await kept_in.account_named(part.name);
  if (!known) co_return std::unexpected(known.error());
  if (*known) {
    account_change change;
    change.role = part.role;
    change.disabled = false;
    change.password_hash = std::move(hash);
    const auto account_id = (*known)->id;
    const auto renewed = co_await kept_in.change_account(account_id, std::move(change), std::move(by));
    people.forget_account(account_id);
    if (!renewed) co_return std::unexpected(renewed.error());
    co_return true;
  }
  account made;
  made.id = id;
  made.name = part.name;
  made.display_name = part.display_name;
  made.role = part.role;
  made.password_hash = std::move(hash);
  made.created_at = by.at;
  const auto outcome = co_await kept_in.add_account(std::move(made), std::move(by));
  if (!outcome) co_return std::unexpected(outcome.error());
  co_return true;
}

awaitable<stored<bool>> revoke_older_key(store& kept_in, api_keys& keys, on_behalf by) {
  auto all = co_await kept_in.api_keys();
  if (!all) co_return std::unexpected(all.error());
  for (const auto& key : *all) {
    if (key.label != key_label || key.revoked_at) continue;
    const auto revoked = co_await keys.revoke(key.id, by);
    if (!revoked) co_return std::unexpected(revoked.error());
  }
  co_return true;
}

} // namespace

awaitable<stored<demo_people>> make_demo_accounts(
    store& kept_in, passwords& hashing, api_keys& keys, sessions& people, clock::clock& time, clock::identifiers& ids,
    std::optional<std::string> password
) {
  demo_people made;
  for (const auto& part : cast) {
    demo_people::person person{part.name, password ? *password : random_password(), part.role};
    auto hash = co_await hashing.hash(person.password);
    if (!hash) co_return std::unexpected(store_unavailable{});
    auto done = co_await make_or_renew(kept_in, people, part, std::move(*hash), ids.make(time.now()), demo_actor(time));
    if (!done) co_return std::unexpected(done.error());
    made.people.push_back(std::move(person));
  }
  auto revoked = co_await revoke_older_key(kept_in, keys, demo_actor(time));
  if (!revoked) co_return std::unexpected(revoked.error());
  auto key = co_await keys.create(
      key_label, permissions_of(role::integrator), std::vector<std::string>(), std::nullopt, demo_actor(time)
  );
  if (!key) co_return std::unexpected(key.error());
  made.api_key = std::move(key->text);
  co_return made;
}

std::string to_text(const demo_people& made) {
  std::string text = "  account      password              role\n";
  const auto padded = [](std::string_view value, std::size_t width) {
    return std::string(value) + std::string(value.size() < width ? width - value.size() : 1, ' ');
  };
  for (const auto& person : made.people) {
    text += "  " + padded(person.name, 13) + padded(person.password, 22) + std::string(to_string(person.role)) + "\n";
  }
  text += "  API key      " + made.api_key + "\n";
  return text;
}

} // namespace frontdoor::auth
