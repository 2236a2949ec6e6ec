#include "server/db/batch_text.hpp"

#include <algorithm>

namespace frontdoor::db {

namespace {

void key(std::string& out, std::string_view name) {
  out += '"';
  out += name;
  out += "\":";
}

// Text that is known to need no escaping: digests, ids, times.
void plain(std::string& out, std::string_view name, std::string_view text) {
  key(out, name);
  out += '"';
  out += text;
  out += "\",";
}

void text(std::string& out, std::string_view name, std::string_view value) {
  key(out, name);
  append_json_string(out, value);
  out += ',';
}

template <class T> void optional_member(std::string& out, std::string_view name, const std::optional<T>& value) {
  if (value) text(out, name, *value);
}

void number(std::string& out, std::string_view name, std::uint64_t value) {
  key(out, name);
  out += std::to_string(value);
  out += ',';
}

// Where what is put at the end of `bytes` next will stand, as PostgreSQL counts.
std::uint64_t next_place(const std::string& bytes) {
  return bytes.size() + 1;
}

void put(std::string& bytes, std::span<const std::uint8_t> digest) {
  bytes.append(digest.begin(), digest.end());
}

// A text among the bytes; the JSON says where it stands and how long it is.
void placed_text(
    batch_text& all, std::string& out, std::string_view name, std::string_view length_name, std::string_view value
) {
  number(out, name, next_place(all.bytes));
  number(out, length_name, value.size());
  all.bytes += value;
}

void end_object(std::string& out) {
  out.back() = '}';
  out += ',';
}

void end_array(std::string& out) {
  if (out.back() == ',') out.pop_back();
  out += ']';
}

void write_stream(
    batch_text& all, std::string& out, std::uint64_t ordinal, const stream_change& change, std::uint32_t version,
    const digest& head, const uuid& owner
) {
  out += '{';
  number(out, "o", ordinal);
  plain(out, "id", change.before.stream_id.to_string());
  number(out, "v", version);
  number(out, "fv", change.after ? static_cast<std::uint64_t>(change.after->fold_version) : 0);
  plain(out, "t", change.before.stream_type);
  number(out, "hh", next_place(all.bytes));
  put(all.bytes, head);
  if (!owner.is_nil()) plain(out, "ow", owner.to_string());
  if (change.after) {
    plain(out, "st", change.after->status);
    optional_member(out, "g", change.after->grade);
    optional_member(out, "di", change.after->district);
    if (change.after->received_at) plain(out, "ra", triage::to_rfc3339(*change.after->received_at));
    placed_text(all, out, "sn", "snl", change.after->state);
    if (change.after->personal) placed_text(all, out, "pe", "pel", *change.after->personal);
  }
  end_object(out);
}

// A stream's version and the head of its chain while a command's events are written.
struct chain_end {
  std::uint32_t version = 0;
  digest head{};
};

void write_event(
    batch_text& all, std::uint64_t ordinal, std::uint64_t index, const append_command& command, const new_event& event,
    const salt& random, chain_end& end
) {
  const auto previous = end.head;
  std::optional<digest> sealed;
  if (event.personal) sealed = sealed_hash(random, *event.personal);
  ++end.version;
  end.head = event_hash(previous, event, end.version, sealed);

  auto& out = all.events;
  out += '{';
  number(out, "o", ordinal);
  number(out, "x", index);
  plain(out, "id", event.stream_id.to_string());
  number(out, "v", end.version);
  number(out, "sv", static_cast<std::uint64_t>(event.schema_version));
  plain(out, "oc", triage::to_rfc3339(event.occurred_at));
  plain(out, "st", event.stream_type);
  plain(out, "t", event.type);
  text(out, "ac", event.actor);
  text(out, "rq", command.request_id);
  if (!command.owner_id.is_nil()) plain(out, "ow", command.owner_id.to_string());
  number(out, "h", next_place(all.bytes));
  put(all.bytes, previous);
  put(all.bytes, end.head);
  placed_text(all, out, "b", "bl", event.body);
  if (event.type == "contact.received" && !command.keys) out += "\"u\":true,";
  if (event.personal) {
    number(out, "s", next_place(all.bytes));
    number(out, "pl", event.personal->size());
    put(all.bytes, *sealed);
    put(all.bytes, random);
    all.bytes += *event.personal;
  }
  end_object(out);
}

// Writes one command's events; says what version and head each of its streams has then.
std::vector<chain_end>
write_events(batch_text& all, std::uint64_t ordinal, const append_command& command, const salt* random) {
  std::vector<chain_end> ends;
  for (const auto& change : command.streams)
    ends.push_back({change.before.version, change.before.head});
  std::size_t index = 0;
  for (const auto& event : command.events) {
    const auto stream = std::find_if(command.streams.begin(), command.streams.end(), [&](const stream_change& change) {
      return change.before.stream_id == event.stream_id;
    });
    auto& end = ends.at(static_cast<std::size_t>(stream - command.streams.begin()));
    write_event(all, ordinal, index, command, event, random[index], end);
    ++index;
  }
  return ends;
}

void write_timers(std::string& out, std::uint64_t ordinal, const stream_change& change) {
  for (const auto& timer : change.timers) {
    out += '{';
    number(out, "o", ordinal);
    plain(out, "id", change.before.stream_id.to_string());
    text(out, "k", timer.key);
    number(out, "g", timer.generation);
    plain(out, "at", triage::to_rfc3339(timer.due_at));
    end_object(out);
  }
}

void write_keys(batch_text& all, std::uint64_t ordinal, const contact_keys& keys) {
  auto& out = all.keys;
  out += '{';
  number(out, "o", ordinal);
  plain(out, "id", keys.contact.to_string());
  if (keys.incident) plain(out, "i", keys.incident->to_string());
  plain(out, "at", triage::to_rfc3339(keys.at));
  plain(out, "ch", keys.channel);
  number(out, "k", next_place(all.bytes));
  key(out, "r");
  out += '[';
  for (const auto& entry : keys.entries) {
    put(all.bytes, entry.key);
    append_json_string(out, entry.role);
    out += ',';
  }
  end_array(out);
  out += ',';
  end_object(out);
}

// Contacts and incidents begin under an id that nobody else has. Other streams have theirs from what they are for.
bool has_drawn_id(std::string_view stream_type) {
  return stream_type == "contact" || stream_type == "incident";
}

void write_begun(std::string& out, std::uint64_t ordinal, const uuid& stream) {
  out += '{';
  number(out, "o", ordinal);
  plain(out, "id", stream.to_string());
  end_object(out);
}

void write_command(batch_text& all, std::uint64_t ordinal, const append_command& command, const salt* random) {
  const auto ends = write_events(all, ordinal, command, random);
  if (command.keys) write_keys(all, ordinal, *command.keys);
  std::string ids;
  std::string before;
  std::string changed;
  for (std::size_t s = 0; s < command.streams.size(); ++s) {
    const auto& change = command.streams[s];
    const bool is_new = change.before.version == 0;
    write_stream(all, is_new ? all.streams : changed, ordinal, change, ends[s].version, ends[s].head, command.owner_id);
    write_timers(all.timers, ordinal, change);
    if (is_new) {
      if (!has_drawn_id(change.before.stream_type)) write_begun(all.begun, ordinal, change.before.stream_id);
      continue;
    }
    ids += "\"" + change.before.stream_id.to_string() + "\",";
    before += std::to_string(change.before.version) + ",";
  }

  auto& commands = all.commands;
  commands += '{';
  number(commands, "o", ordinal);
  // Without a key of its own a command is known by its id alone, filled up to a key's length.
  auto own_key = command.key.value_or(digest{});
  if (!command.key) std::copy(command.command_id.bytes.begin(), command.command_id.bytes.end(), own_key.begin());
  number(commands, "k", next_place(all.bytes));
  put(all.bytes, own_key);
  put(all.bytes, command.request_hash);
  plain(commands, "c", command.command_id.to_string());
  placed_text(all, commands, "a", "al", command.answer);
  number(commands, "n", command.events.size());
  if (command.number_day) plain(commands, "d", *command.number_day);
  if (!ids.empty()) {
    ids.pop_back();
    before.pop_back();
    changed.pop_back();
    commands += "\"i\":[" + ids + "],\"v\":[" + before + "],\"s\":[" + changed + "],";
  }
  end_object(commands);
}

} // namespace

void append_json_string(std::string& out, std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto c = static_cast<unsigned char>(value[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(value, plain_from, i - plain_from);
    plain_from = i + 1;
    if (c == '"' || c == '\\') {
      out += '\\';
      out += value[i];
    } else {
      out += "\\u00";
      out += hex[c >> 4];
      out += hex[c & 15];
    }
  }
  out.append(value, plain_from, value.size() - plain_from);
  out += '"';
}

batch_text write_batch(std::span<const pending_append* const> batch, const salts& random) {
  batch_text out{"", "[", "[", "[", "[", "[", "["};
  std::size_t bytes = 0;
  for (const auto* item : batch) {
    bytes += item->bytes;
    out.size += item->command.events.size();
  }
  out.bytes.reserve(bytes);
  std::uint64_t ordinal = 0;
  const salt* next_salt = random.data();
  for (const auto* item : batch) {
    write_command(out, ++ordinal, item->command, next_salt);
    next_salt += item->command.events.size();
  }
  end_array(out.commands);
  end_array(out.streams);
  end_array(out.events);
  end_array(out.timers);
  end_array(out.keys);
  end_array(out.begun);
  return out;
}

void fill_in_answer(std::string& answer, std::string_view number, std::uint64_t position) {
  const auto fill_in = [&](std::string_view placeholder, const std::string& value) {
    const auto at = answer.find(placeholder);
    if (at != std::string::npos) answer.replace(at, placeholder.size(), value);
  };
  fill_in("\"@@number@@\"", "\"" + std::string(number) + "\"");
  fill_in("\"@@position@@\"", std::to_string(position));
}

} // namespace frontdoor::db
