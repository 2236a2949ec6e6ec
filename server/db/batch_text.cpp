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

template <class T> void optional_text(std::string& out, std::string_view name, const std::optional<T>& value) {
  if (value) text(out, name, *value);
}

void number(std::string& out, std::string_view name, std::uint64_t value) {
  key(out, name);
  out += std::to_string(value);
  out += ',';
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
    std::string& out, std::uint64_t ordinal, const stream_change& change, std::uint32_t version, const digest& head,
    const uuid& owner
) {
  out += '{';
  number(out, "o", ordinal);
  plain(out, "id", change.before.stream_id.to_string());
  number(out, "v", version);
  number(out, "fv", change.after ? static_cast<std::uint64_t>(change.after->fold_version) : 0);
  plain(out, "t", change.before.stream_type);
  plain(out, "hh", to_hex(head));
  if (!owner.is_nil()) plain(out, "ow", owner.to_string());
  if (change.after) {
    plain(out, "st", change.after->status);
    optional_text(out, "g", change.after->grade);
    optional_text(out, "di", change.after->district);
    if (change.after->received_at) plain(out, "ra", triage::to_rfc3339(*change.after->received_at));
    text(out, "sn", change.after->state);
    optional_text(out, "pe", change.after->personal);
  }
  end_object(out);
}

// Writes one command's events and gives each of its streams its new version and head.
void write_events(
    std::string& out, std::uint64_t ordinal, const append_command& command, const salt* random,
    std::vector<std::uint32_t>& versions, std::vector<digest>& heads
) {
  std::size_t index = 0;
  for (const auto& event : command.events) {
    const auto stream = std::find_if(command.streams.begin(), command.streams.end(), [&](const stream_change& change) {
      return change.before.stream_id == event.stream_id;
    });
    const auto s = static_cast<std::size_t>(stream - command.streams.begin());
    const auto previous = heads.at(s);
    ++versions[s];
    std::optional<digest> sealed;
    if (event.personal) sealed = sealed_hash(random[index], *event.personal);
    heads[s] = event_hash(previous, event, versions[s], sealed);

    out += '{';
    number(out, "o", ordinal);
    number(out, "x", index);
    plain(out, "id", event.stream_id.to_string());
    number(out, "v", versions[s]);
    number(out, "sv", static_cast<std::uint64_t>(event.schema_version));
    plain(out, "oc", triage::to_rfc3339(event.occurred_at));
    plain(out, "st", event.stream_type);
    plain(out, "t", event.type);
    text(out, "ac", event.actor);
    text(out, "rq", command.request_id);
    if (!command.owner_id.is_nil()) plain(out, "ow", command.owner_id.to_string());
    text(out, "b", event.body);
    plain(out, "ph", to_hex(previous));
    plain(out, "ha", to_hex(heads[s]));
    if (event.personal) {
      plain(out, "sh", to_hex(*sealed));
      plain(out, "sa", to_hex(random[index]));
      text(out, "pe", *event.personal);
    }
    end_object(out);
    ++index;
  }
}

void write_command(batch_text& out, std::uint64_t ordinal, const append_command& command, const salt* random) {
  std::vector<std::uint32_t> versions;
  std::vector<digest> heads;
  for (const auto& change : command.streams) {
    versions.push_back(change.before.version);
    heads.push_back(change.before.head);
  }
  write_events(out.events, ordinal, command, random, versions, heads);

  std::string ids;
  std::string before;
  std::string changed;
  for (std::size_t s = 0; s < command.streams.size(); ++s) {
    const auto& change = command.streams[s];
    const bool is_new = change.before.version == 0;
    write_stream(is_new ? out.streams : changed, ordinal, change, versions[s], heads[s], command.owner_id);
    if (!is_new) {
      ids += "\"" + change.before.stream_id.to_string() + "\",";
      before += std::to_string(change.before.version) + ",";
    }
    for (const auto& timer : change.timers) {
      out.timers += '{';
      number(out.timers, "o", ordinal);
      plain(out.timers, "id", change.before.stream_id.to_string());
      text(out.timers, "k", timer.key);
      number(out.timers, "g", timer.generation);
      plain(out.timers, "at", triage::to_rfc3339(timer.due_at));
      end_object(out.timers);
    }
  }

  auto& commands = out.commands;
  commands += '{';
  number(commands, "o", ordinal);
  plain(commands, "k", command.key ? to_hex(*command.key) : to_hex(command.command_id.bytes));
  plain(commands, "c", command.command_id.to_string());
  plain(commands, "h", to_hex(command.request_hash));
  text(commands, "a", command.answer);
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
  batch_text out{"[", "[", "[", "["};
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
