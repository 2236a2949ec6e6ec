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
  const auto* received = std::get_if<triage::contact_received>(&*event);
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

db::contact_keyer make_keyer(std::shared_ptr<const triage::history::name_rules> names, keyed_hash hash) {
  db::contact_keyer keyer;
  keyer.words = [names](const db::logged_contact& logged) {
    const auto received = read(logged);
    return received ? triage::history::words_to_sound(traces_of(*received), *names) : std::vector<std::string>();
  };
  keyer.rows = [names, hash](const db::logged_contact& logged, const db::word_sounds& known) {
    std::vector<db::history_key_row> rows;
    const auto received = read(logged);
    if (!received) return rows;
    const auto sound = sounds_from(known);
    for (const auto& key : triage::history::keys_to_keep(traces_of(*received), *names, sound)) {
      db::history_key_row row;
      row.key = hash.of(key);
      row.at = received->received_at;
      row.contact = logged.id;
      row.incident = received->incident;
      row.channel = triage::to_string(received->channel);
      row.role = key.role;
      rows.push_back(std::move(row));
    }
    return rows;
  };
  return keyer;
}

} // namespace frontdoor::history
