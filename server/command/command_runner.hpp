#pragma once
// The one way a command takes, whoever sends it: read the stream, decide, append; when another decision came first,
// read and decide again. A handler's request, a console's acknowledgement and a timer all come through here.

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "server/clock/clock.hpp"
#include "server/clock/identifiers.hpp"
#include "server/db/log_queries.hpp"
#include "server/db/writer.hpp"
#include "triage/incident/decide.hpp"

namespace frontdoor::command {

// Who sends a command, and how a repeat of it is known.
struct origin {
  triage::actor actor;
  std::string request_id;
  triage::uuid owner_id;         // API key; nil for people and the server itself
  std::optional<db::digest> key; // of sender and Idempotency-Key
  db::digest request_hash{};

  origin() = default;
};

// A command carried out, repeated, or found to change nothing.
struct executed {
  std::shared_ptr<const triage::decision> decision; // none when `repeated`: the answer is all that is left of it
  std::string number;                               // of the incident
  std::string answer;                               // JSON text
  std::uint64_t position = 0;
  bool repeated = false;

  executed() = default;

  // The incident as the decision leaves it; null where there is none, and of a repeat. Lives as long as `decision`.
  const triage::incident* incident() const {
    return decision != nullptr && decision->incident ? &*decision->incident : nullptr;
  }
};

// Why a command was not carried out.
struct failed {
  enum class kind : std::uint8_t {
    refused,     // by the domain: see `refusal`
    key_reused,  // the key was used for another request
    contended,   // others decided on this incident faster, again and again
    unavailable, // nothing is stored
    degraded,    // nothing is stored: the record is away, and this cannot be done without it
    no_room,     // nothing is stored: the record is away, and the journal takes no more
    unknown      // whether it is stored is not known; a repeat with the same key will tell
  };
  kind why = kind::unavailable;
  triage::refusal refusal;

  failed() = default;
  explicit failed(kind k) : why(k) {}
};

// What an append that was not carried out means to whoever asked.
failed to_failure(db::append_code code);

using outcome = std::expected<executed, failed>;

// Writes the answer to a decision. `number` is the incident's, or a placeholder that the commit fills in.
using answer_writer = std::function<std::string(const triage::decision&, std::string_view number)>;

// Takes commands on while the record is away (server/outage).
class stand_in {
 public:
  virtual ~stand_in() = default;
  // True while commands go here and not to the record.
  virtual bool active() const = 0;
  // Decides on what this server holds in memory, and keeps the decision.
  virtual boost::asio::awaitable<outcome>
  run(origin from, std::optional<triage::uuid> target, triage::command command, answer_writer write) = 0;
  // Keeps a decision whose commit is in doubt, with the ids it was sent with.
  virtual boost::asio::awaitable<outcome> keep(
      origin from, triage::decision decision, db::append_command in_doubt, triage::command command, answer_writer write
  ) = 0;
};

// The rules of crimes for a policy's facts; none where the server has none.
using crime_rules_source =
    std::function<std::shared_ptr<const triage::crime::rules>(const triage::policy_pack& policy)>;

// Under what a contact will be found; nullopt: that is found out later (server/history).
using contact_key_source = std::function<
    std::optional<db::contact_keys>(const triage::contact_received& received, const triage::uuid& contact)>;

class command_runner {
 public:
  using policy_source = std::function<std::shared_ptr<const triage::policy_pack>()>;

  command_runner(
      db::log_queries& queries, db::writer& writer, clock::clock& clock, clock::identifiers& identifiers,
      policy_source policy
  )
      : queries_(queries), writer_(writer), clock_(clock), identifiers_(identifiers), policy_(std::move(policy)) {}

  // Proposes crimes by these rules from now on. Called before the first command.
  void propose_crimes(crime_rules_source rules) { crime_rules_ = std::move(rules); }

  // Has contacts recorded under these keys from now on. Called before the first command.
  void key_contacts_by(contact_key_source keys) { contact_keys_ = std::move(keys); }

  // Carries a command out. `target` is the incident it is for (none: a new contact). On the I/O thread.
  boost::asio::awaitable<outcome>
  run(origin from, std::optional<triage::uuid> target, triage::command command, answer_writer write);

  // The same on the record alone, never by the stand-in; `command_id` as in db::append_command.
  boost::asio::awaitable<outcome> run_on_record(
      origin from, triage::uuid command_id, std::optional<triage::uuid> target, triage::command command,
      answer_writer write
  );

  // Who takes commands on while the record is away; none: nobody. Must outlive this.
  void stand_in_by(stand_in* other) { stand_in_ = other; }

  // What a request was answered whose key was used before; nullopt: the key is new, or there is none.
  boost::asio::awaitable<std::optional<outcome>> answered_before(const origin& from);

  // Where the open incidents by grade are read from; kept with each lowering.
  void read_position_from(std::function<triage::document()> source) { position_ = std::move(source); }

  triage::uuid new_id() { return identifiers_.make(clock_.now()); }
  triage::timestamp now() { return clock_.now(); }
  std::shared_ptr<const triage::policy_pack> policy() const { return policy_(); }

 private:
  db::log_queries& queries_;
  db::writer& writer_;
  clock::clock& clock_;
  clock::identifiers& identifiers_;
  policy_source policy_;
  std::function<triage::document()> position_;
  crime_rules_source crime_rules_;
  contact_key_source contact_keys_;
  stand_in* stand_in_ = nullptr;
};

} // namespace frontdoor::command
