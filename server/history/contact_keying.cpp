#include "server/history/contact_keying.hpp"

#include <nlohmann/json.hpp>

#include "triage/history/keys.hpp"
#include "triage/incident/event_codec.hpp"

namespace frontdoor::history {

namespace {

using nlohmann::json;

// The event again; its position in the stream and its time do not matter here.
std::optional<triage::contact_received> read(const db::logged_contact& logged) {
  triage::encoded_event encoded;
  encoded.stream_type = "contact";
  encoded.stream_id = logged.id;
  encoded.type = "contact.received";
  encoded.schema_version = logged.schema_version;
  encoded.body = json::parse(logged.body, nullptr, false);
  encoded.personal = json::parse(logged.personal, nullptr, false);
  if (encoded.body.is_discarded() || encoded.personal->is_discarded()) return std::nullopt;
  const auto event = triage::decode(encoded);
  if (!event) return std::nullopt;
  const auto* received = get_if<triage::contact_received>(&*event);
  if (received == nullptr || !received->personal) return std::nullopt;
  return *received;
}

triage::history::traces traces_of(const triage::contact_received& received) {
  triage::contact contact;
  contact.caller = received.personal->caller;
  contact.location = received.personal->location;
  contact.subjects = received.personal->subjects;
  contact.vehicles = received.personal->vehicles;
  return triage::history::traces_of(contact);
}

} // namespace

triage::history::sounds sounds_from(const db::word_sounds& known) {
  return [&known](const std::string& word) {
    const auto found = known.find(word);
    return found == known.end() ? std::vector<std::string>() : found->second;
  };
}

db::contact_to_key key_contact(
    const triage::contact_received& received, const triage::uuid& contact,
    const std::shared_ptr<const triage::history::name_rules>& names, const keyed_hash& hash
) {
  db::contact_keys common;
  common.at = received.received_at;
  common.contact = contact;
  common.incident = received.incident;
  common.channel = triage::to_string(received.channel);
  db::contact_to_key out;
  auto traces = traces_of(received);
  out.words = triage::history::words_to_sound(traces, *names);
  out.keys = [names, hash, common = std::move(common), traces = std::move(traces)](const db::word_sounds& known) {
    auto keys = common;
    for (const auto& key : triage::history::keys_to_keep(traces, *names, sounds_from(known)))
      keys.entries.push_back({hash.of(key), key.role});
    return keys;
  };
  return out;
}

db::contact_keyer make_keyer(std::shared_ptr<const triage::history::name_rules> names, keyed_hash hash) {
  return [names, hash](const db::logged_contact& logged) -> std::optional<db::contact_to_key> {
    const auto received = read(logged);
    if (!received) return std::nullopt;
    return key_contact(*received, logged.id, names, hash);
  };
}

} // namespace frontdoor::history
