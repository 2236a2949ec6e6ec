#include "server/db/webhook_queries.hpp"

#include <utility>

#include "server/db/auth_rows.hpp"
#include "server/db/webhook_rows.hpp"

namespace frontdoor::db {

using boost::asio::awaitable;
using pqxx::transaction_base;

namespace {

std::int64_t bigint_of(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

// The label of a row that is there, and the row locked; none where there is none.
std::optional<std::string> lock(transaction_base& t, const uuid& id) {
  const auto rows = t.exec_params("select label from webhooks where id = $1::uuid for update", id.to_string());
  if (rows.empty()) return std::nullopt;
  return std::string(rows[0][0].c_str());
}

webhook_added insert(
    transaction_base& t, const webhook& w, std::optional<std::uint64_t> after, const auth::on_behalf& by,
    std::size_t most
) {
  // Against another that is added meanwhile: the two would count the same rows.
  t.exec("lock table webhooks in share row exclusive mode");
  if (t.exec("select count(*) from webhooks")[0][0].as<std::size_t>() >= most) return webhook_added::too_many;
  const auto key = t.exec_params("select 1 from api_keys where id = $1::uuid", w.api_key.to_string());
  if (key.empty()) return webhook_added::no_such_key;
  std::optional<std::int64_t> from;
  if (after) from = bigint_of(*after);
  const auto made = t.exec_params(
      "insert into webhooks (id, label, url, api_key, types, districts, batch, state, state_reason, secret_check,"
      " position, created_at, created_by)"
      " select $1::uuid, $2, $3, $4::uuid, array(select json_array_elements_text($5::json)),"
      " array(select json_array_elements_text($6::json)), $7, 'active', '', decode($8, 'hex'),"
      " least(coalesce($9::bigint, h.position), h.position), $10::timestamptz, $11 from log_head h"
      " on conflict (label) do nothing",
      w.id.to_string(), w.label, w.url, w.api_key.to_string(), json_array(w.types), json_array(w.districts), w.batch,
      auth::to_hex(w.secret_check), from, triage::to_rfc3339(by.at), by.actor
  );
  if (made.affected_rows() == 0) return webhook_added::label_taken;
  note_administration(t, by, "webhook_added", w.id, w.label);
  return webhook_added::yes;
}

// Where the claim is still this server's; it lasts longer from now on.
const std::string still_claimed = " where id = $1::uuid and lease_token = $2::uuid";
const std::string lengthened = ", lease_until = clock_timestamp() + $3 * interval '1 millisecond'";

bool insert_letter(
    transaction_base& t, const uuid& id, const uuid& token, const dead_letter& letter, std::int64_t lease,
    std::size_t most
) {
  const auto held =
      t.exec_params("select 1 from webhooks" + still_claimed + " for update", id.to_string(), token.to_string());
  if (held.empty()) return false;
  const auto count =
      t.exec_params("select count(*) from webhook_dead_letters where webhook = $1::uuid", id.to_string());
  if (count[0][0].as<std::size_t>() >= most) {
    t.exec_params(
        "update webhooks set state = 'disabled', state_reason = 'too_many_dead_letters', lease_token = null,"
        " lease_until = null" +
            still_claimed,
        id.to_string(), token.to_string()
    );
    return true;
  }
  t.exec_params(
      "insert into webhook_dead_letters (id, webhook, first_position, last_position, attempts, first_failed_at,"
      " last_failed_at, last_failure, state)"
      " values ($1::uuid, $2::uuid, $3, $4, $5, $6::timestamptz, $7::timestamptz, $8, 'waiting')",
      letter.id.to_string(), id.to_string(), bigint_of(letter.first_position), bigint_of(letter.last_position),
      static_cast<std::int64_t>(letter.attempts), triage::to_rfc3339(letter.first_failed_at),
      triage::to_rfc3339(letter.last_failed_at), letter.last_failure
  );
  t.exec_params(
      "update webhooks set position = $4, attempts = 0, attempt_to = 0, first_failed_at = null, retry_at = null" +
          lengthened + still_claimed,
      id.to_string(), token.to_string(), lease, bigint_of(letter.last_position)
  );
  return true;
}

std::vector<claimed_webhook>
claim_rows(transaction_base& t, const uuid& token, timestamp now, std::int64_t lease, std::size_t limit) {
  const auto picked = t.exec_params(
      "update webhooks w set lease_token = $1::uuid, worked_at = clock_timestamp(),"
      " lease_until = clock_timestamp() + $2 * interval '1 millisecond'"
      " where w.id in (select c.id from webhooks c where c.state = 'active'"
      "   and (c.lease_until is null or c.lease_until < clock_timestamp())"
      "   and ((c.position < (select position from log_head)"
      "         and (c.retry_at is null or c.retry_at <= $3::timestamptz))"
      "        or exists (select 1 from webhook_dead_letters d where d.webhook = c.id and d.state = 'retry'))"
      "   order by c.worked_at nulls first, c.id limit $4 for update of c skip locked) returning " +
          std::string(webhook_columns),
      token.to_string(), lease, triage::to_rfc3339(now), static_cast<std::int64_t>(limit)
  );
  std::vector<claimed_webhook> out;
  for (const auto& row : picked) {
    claimed_webhook claimed;
    claimed.hook = read_webhook(row);
    const auto key = t.exec_params(
        std::string("select ") + api_key_columns + " from api_keys where id = $1::uuid",
        claimed.hook.api_key.to_string()
    );
    claimed.key = read_api_key(key[0]);
    const auto letters = t.exec_params(
        std::string("select ") + dead_letter_columns +
            " from webhook_dead_letters d where d.webhook = $1::uuid and d.state = 'retry'"
            " order by d.first_position, d.id limit 100",
        claimed.hook.id.to_string()
    );
    for (const auto& letter : letters)
      claimed.retries.push_back(read_dead_letter(letter));
    out.push_back(std::move(claimed));
  }
  return out;
}

} // namespace

template <class T>
awaitable<query_result<T>>
webhook_queries::ask(const char* name, access_mode mode, std::function<T(transaction_base&)> work) {
  return pool_.run<T>(name, mode, std::move(work));
}

awaitable<query_result<webhook_added>>
webhook_queries::add(webhook wanted, std::optional<std::uint64_t> after, auth::on_behalf by) {
  std::function<webhook_added(transaction_base&)> work = [wanted = std::move(wanted), after, by = std::move(by),
                                                          most = limits_.subscriptions_max](transaction_base& t) {
    return insert(t, wanted, after, by, most);
  };
  return ask<webhook_added>("add_webhook", access_mode::read_write, std::move(work));
}

awaitable<query_result<std::vector<webhook>>> webhook_queries::all() {
  std::function<std::vector<webhook>(transaction_base&)> work = [](transaction_base& t) {
    std::vector<webhook> out;
    for (const auto& row : t.exec("select " + std::string(webhook_columns) + " from webhooks w order by w.label"))
      out.push_back(read_webhook(row));
    return out;
  };
  return ask<std::vector<webhook>>("webhooks", access_mode::read_only, std::move(work));
}

awaitable<query_result<std::optional<webhook>>> webhook_queries::find(uuid id) {
  using result = std::optional<webhook>;
  std::function<result(transaction_base&)> work = [id](transaction_base& t) -> result {
    const auto rows = t.exec_params(
        "select " + std::string(webhook_columns) + " from webhooks w where w.id = $1::uuid", id.to_string()
    );
    if (rows.empty()) return std::nullopt;
    return read_webhook(rows[0]);
  };
  return ask<result>("webhook", access_mode::read_only, std::move(work));
}

awaitable<query_result<webhook_changed>> webhook_queries::set_state(uuid id, webhook_state state, auth::on_behalf by) {
  std::function<webhook_changed(transaction_base&)> work = [id, state, by = std::move(by)](transaction_base& t) {
    const auto label = lock(t, id);
    if (!label) return webhook_changed::not_found;
    const std::string name(to_string(state));
    t.exec_params(
        "update webhooks set state = $2, state_reason = '', attempts = 0, retry_at = null, first_failed_at = null,"
        " lease_token = null, lease_until = null where id = $1::uuid",
        id.to_string(), name
    );
    note_administration(t, by, "webhook_" + name, id, *label);
    return webhook_changed::yes;
  };
  return ask<webhook_changed>("set_webhook_state", access_mode::read_write, std::move(work));
}

awaitable<query_result<webhook_changed>> webhook_queries::replay(uuid id, std::uint64_t after, auth::on_behalf by) {
  std::function<webhook_changed(transaction_base&)> work = [id, after, by = std::move(by)](transaction_base& t) {
    const auto label = lock(t, id);
    if (!label) return webhook_changed::not_found;
    t.exec_params(
        "update webhooks w set position = least($2, h.position), attempts = 0, attempt_to = 0, retry_at = null,"
        " first_failed_at = null, last_failure = '', lease_token = null, lease_until = null from log_head h"
        " where w.id = $1::uuid",
        id.to_string(), bigint_of(after)
    );
    note_administration(t, by, "webhook_replayed", id, *label + " after " + std::to_string(after));
    return webhook_changed::yes;
  };
  return ask<webhook_changed>("replay_webhook", access_mode::read_write, std::move(work));
}

awaitable<query_result<webhook_changed>> webhook_queries::remove(uuid id, auth::on_behalf by) {
  std::function<webhook_changed(transaction_base&)> work = [id, by = std::move(by)](transaction_base& t) {
    const auto label = lock(t, id);
    if (!label) return webhook_changed::not_found;
    t.exec_params("delete from webhooks where id = $1::uuid", id.to_string());
    note_administration(t, by, "webhook_deleted", id, *label);
    return webhook_changed::yes;
  };
  return ask<webhook_changed>("delete_webhook", access_mode::read_write, std::move(work));
}

awaitable<query_result<std::vector<dead_letter>>> webhook_queries::dead_letters(uuid id, std::size_t limit) {
  std::function<std::vector<dead_letter>(transaction_base&)> work = [id, limit](transaction_base& t) {
    std::vector<dead_letter> out;
    const auto rows = t.exec_params(
        "select " + std::string(dead_letter_columns) +
            " from webhook_dead_letters d where d.webhook = $1::uuid order by d.first_position, d.id limit $2",
        id.to_string(), static_cast<std::int64_t>(limit)
    );
    for (const auto& row : rows)
      out.push_back(read_dead_letter(row));
    return out;
  };
  return ask<std::vector<dead_letter>>("dead_letters", access_mode::read_only, std::move(work));
}

awaitable<query_result<webhook_changed>> webhook_queries::retry_dead_letter(uuid id, uuid letter, auth::on_behalf by) {
  std::function<webhook_changed(transaction_base&)> work = [id, letter, by = std::move(by)](transaction_base& t) {
    const auto label = lock(t, id);
    if (!label) return webhook_changed::not_found;
    const auto rows = t.exec_params(
        "update webhook_dead_letters set state = 'retry' where id = $2::uuid and webhook = $1::uuid", id.to_string(),
        letter.to_string()
    );
    if (rows.affected_rows() == 0) return webhook_changed::not_found;
    note_administration(t, by, "webhook_dead_letter_retried", id, *label + " " + letter.to_string());
    return webhook_changed::yes;
  };
  return ask<webhook_changed>("retry_dead_letter", access_mode::read_write, std::move(work));
}

awaitable<query_result<webhook_changed>>
webhook_queries::discard_dead_letter(uuid id, uuid letter, auth::on_behalf by) {
  std::function<webhook_changed(transaction_base&)> work = [id, letter, by = std::move(by)](transaction_base& t) {
    const auto label = lock(t, id);
    if (!label) return webhook_changed::not_found;
    const auto rows = t.exec_params(
        "delete from webhook_dead_letters where id = $2::uuid and webhook = $1::uuid", id.to_string(),
        letter.to_string()
    );
    if (rows.affected_rows() == 0) return webhook_changed::not_found;
    note_administration(t, by, "webhook_dead_letter_discarded", id, *label + " " + letter.to_string());
    return webhook_changed::yes;
  };
  return ask<webhook_changed>("discard_dead_letter", access_mode::read_write, std::move(work));
}

awaitable<query_result<std::vector<claimed_webhook>>>
webhook_queries::claim(uuid token, timestamp now, std::chrono::milliseconds lease, std::size_t limit) {
  std::function<std::vector<claimed_webhook>(transaction_base&)> work = [=](transaction_base& t) {
    return claim_rows(t, token, now, lease.count(), limit);
  };
  return ask<std::vector<claimed_webhook>>("claim_webhooks", access_mode::read_write, std::move(work));
}

awaitable<query_result<bool>> webhook_queries::advance(
    uuid id, uuid token, std::uint64_t position, std::optional<timestamp> delivered_at, std::chrono::milliseconds lease
) {
  std::function<bool(transaction_base&)> work = [=](transaction_base& t) {
    // Nothing sent says nothing of the receiver: what failed before is not forgotten by it.
    const std::string healed = delivered_at ? ", last_failure = ''" : "";
    const auto rows = t.exec_params(
        "update webhooks set position = greatest(position, $4), attempts = 0, attempt_to = 0, first_failed_at = null,"
        " retry_at = null,"
        " last_delivered_at = coalesce($5::timestamptz, last_delivered_at)" +
            healed + lengthened + still_claimed,
        id.to_string(), token.to_string(), static_cast<std::int64_t>(lease.count()), bigint_of(position),
        instant(delivered_at)
    );
    return rows.affected_rows() == 1;
  };
  return ask<bool>("advance_webhook", access_mode::read_write, std::move(work));
}

awaitable<query_result<bool>> webhook_queries::note_failure(
    uuid id, uuid token, webhook_retry retry, std::string failure, std::chrono::milliseconds lease
) {
  std::function<bool(transaction_base&)> work = [=, failure = std::move(failure)](transaction_base& t) {
    const auto rows = t.exec_params(
        "update webhooks set attempts = $4, attempt_to = $5, first_failed_at = $6::timestamptz,"
        " retry_at = $7::timestamptz, last_failure = $8" +
            lengthened + still_claimed,
        id.to_string(), token.to_string(), static_cast<std::int64_t>(lease.count()),
        static_cast<std::int64_t>(retry.attempts), bigint_of(retry.attempt_to), instant(retry.first_failed_at),
        instant(retry.retry_at), failure
    );
    return rows.affected_rows() == 1;
  };
  return ask<bool>("webhook_failed", access_mode::read_write, std::move(work));
}

awaitable<query_result<bool>>
webhook_queries::bury(uuid id, uuid token, dead_letter letter, std::chrono::milliseconds lease) {
  std::function<bool(transaction_base&)> work = [=, letter = std::move(letter),
                                                 most = limits_.dead_letters_max](transaction_base& t) {
    return insert_letter(t, id, token, letter, lease.count(), most);
  };
  return ask<bool>("bury_delivery", access_mode::read_write, std::move(work));
}

awaitable<query_result<bool>> webhook_queries::disable(uuid id, uuid token, std::string reason) {
  std::function<bool(transaction_base&)> work = [=, reason = std::move(reason)](transaction_base& t) {
    const auto rows = t.exec_params(
        "update webhooks set state = 'disabled', state_reason = $3, lease_token = null, lease_until = null" +
            still_claimed,
        id.to_string(), token.to_string(), reason
    );
    return rows.affected_rows() == 1;
  };
  return ask<bool>("disable_webhook", access_mode::read_write, std::move(work));
}

awaitable<query_result<bool>> webhook_queries::settle_dead_letter(
    uuid id, uuid token, uuid letter, bool delivered, timestamp at, std::string failure, std::chrono::milliseconds lease
) {
  std::function<bool(transaction_base&)> work = [=, failure = std::move(failure)](transaction_base& t) {
    const auto held = t.exec_params(
        "update webhooks set worked_at = worked_at" + lengthened + still_claimed, id.to_string(), token.to_string(),
        static_cast<std::int64_t>(lease.count())
    );
    if (held.affected_rows() == 0) return false;
    if (delivered) {
      t.exec_params("delete from webhook_dead_letters where id = $1::uuid", letter.to_string());
      t.exec_params(
          "update webhooks set last_delivered_at = $2::timestamptz where id = $1::uuid", id.to_string(),
          triage::to_rfc3339(at)
      );
    } else {
      t.exec_params(
          "update webhook_dead_letters set state = 'waiting', attempts = attempts + 1,"
          " last_failed_at = $2::timestamptz, last_failure = $3 where id = $1::uuid",
          letter.to_string(), triage::to_rfc3339(at), failure
      );
    }
    return true;
  };
  return ask<bool>("settle_dead_letter", access_mode::read_write, std::move(work));
}

awaitable<query_result<bool>> webhook_queries::release(uuid id, uuid token) {
  std::function<bool(transaction_base&)> work = [=](transaction_base& t) {
    const auto rows = t.exec_params(
        "update webhooks set lease_token = null, lease_until = null" + still_claimed, id.to_string(), token.to_string()
    );
    return rows.affected_rows() == 1;
  };
  return ask<bool>("release_webhook", access_mode::read_write, std::move(work));
}

} // namespace frontdoor::db
