#include "server/config/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <toml++/toml.h>
#include <unistd.h>

#include "server/config/settings_table.hpp"
#include "triage/nearest_name.hpp"

namespace frontdoor::config {

namespace {

using triage::fault;
using triage::faults;

constexpr std::string_view prefix = "FRONTDOOR_";
constexpr std::uintmax_t file_bytes_max = 1024 * 1024;

fault make_fault(
    std::string_view name, std::string code, std::string detail, std::string remedy, std::string_view source
) {
  return {std::string(name), std::move(code), std::move(detail), std::move(remedy), std::string(source)};
}

const key* find_key(std::string_view name) {
  const auto all = keys();
  const auto found = std::find_if(all.begin(), all.end(), [&](const key& k) { return k.name == name; });
  return found == all.end() ? nullptr : &*found;
}

fault unknown_key(std::string_view given, bool environment_names, std::string_view source) {
  std::vector<std::string> known;
  for (const auto& k : keys())
    known.push_back(environment_names ? k.environment_name() : std::string(k.name));
  const auto close = triage::nearest_name(given, known);
  auto remedy =
      close.empty() ? std::string("frontdoor config doc lists every key.") : "Did you mean " + std::string(close) + "?";
  return make_fault(given, "unknown_key", std::string(given) + " is not a setting.", std::move(remedy), source);
}

std::string limits_of(const key& k) {
  const auto unit = k.unit.empty() ? std::string() : " " + std::string(k.unit);
  return "from " + std::to_string(k.least) + " to " + std::to_string(k.most) + unit;
}

// One reading of one source: takes values by key and collects what is wrong.
class reader {
 public:
  reader(settings& target, faults& found) : target_(target), found_(found) {}

  // A value written as text: a default, an environment variable, an override.
  void take_text(const key& k, std::string_view value, std::string_view source) {
    if (std::holds_alternative<text_field>(k.field)) {
      set_text(k, value, source);
    } else if (std::holds_alternative<list_field>(k.field)) {
      set_list(k, split(value), source);
    } else {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc{} || end != value.data() + value.size()) {
        refuse(k, "wrong_type", "is not a whole number.", "Give a whole number " + limits_of(k) + ".", source);
        return;
      }
      set_number(k, number, source);
    }
  }

  void take_node(const key& k, const toml::node& node, const std::string& source) {
    const bool wants_number =
        std::holds_alternative<number_field>(k.field) || std::holds_alternative<duration_field>(k.field);
    if (std::holds_alternative<text_field>(k.field) && node.is_string()) {
      set_text(k, node.as_string()->get(), source);
    } else if (wants_number && node.is_integer()) {
      set_number(k, node.as_integer()->get(), source);
    } else if (std::holds_alternative<list_field>(k.field) && node.is_array()) {
      std::vector<std::string> items;
      for (const auto& item : *node.as_array()) {
        if (!item.is_string()) return refuse(k, "wrong_type", "holds something else than text.", "", source);
        items.push_back(item.as_string()->get());
      }
      set_list(k, std::move(items), source);
    } else {
      refuse(k, "wrong_type", "has the wrong type.", "Give a " + std::string(k.type_name()) + ".", source);
    }
  }

 private:
  static std::vector<std::string> split(std::string_view value) {
    std::vector<std::string> items;
    while (!value.empty()) {
      const auto comma = value.find(',');
      auto item = value.substr(0, comma);
      while (!item.empty() && item.front() == ' ')
        item.remove_prefix(1);
      while (!item.empty() && item.back() == ' ')
        item.remove_suffix(1);
      if (!item.empty()) items.emplace_back(item);
      if (comma == std::string_view::npos) break;
      value.remove_prefix(comma + 1);
    }
    return items;
  }

  // A value is never repeated in a fault: it may be a password.
  void refuse(const key& k, std::string code, std::string_view what, std::string remedy, std::string_view source) {
    found_.push_back(
        make_fault(k.name, std::move(code), std::string(k.name) + " " + std::string(what), std::move(remedy), source)
    );
  }

  void set_text(const key& k, std::string_view value, std::string_view source) {
    if (std::cmp_less(value.size(), k.least) || std::cmp_greater(value.size(), k.most) ||
        value.find('\0') != std::string_view::npos) {
      return refuse(k, "out_of_range", "is too short or too long.", "Give " + limits_of(k) + " characters.", source);
    }
    if (!k.choices.empty()) {
      const auto padded = "|" + std::string(k.choices) + "|";
      if (padded.find("|" + std::string(value) + "|") == std::string::npos ||
          value.find('|') != std::string_view::npos) {
        return refuse(k, "not_a_choice", "has no such choice.", "Give one of " + std::string(k.choices) + ".", source);
      }
    }
    std::get<text_field>(k.field)(target_) = value;
  }

  void set_number(const key& k, std::int64_t value, std::string_view source) {
    if (value < k.least || value > k.most) {
      return refuse(k, "out_of_range", "is out of its limits.", "Give a whole number " + limits_of(k) + ".", source);
    }
    if (const auto* number = std::get_if<number_field>(&k.field)) {
      (*number)(target_) = static_cast<std::size_t>(value);
    } else {
      std::get<duration_field>(k.field)(target_) = std::chrono::milliseconds(value * k.scale());
    }
  }

  void set_list(const key& k, std::vector<std::string> items, std::string_view source) {
    if (std::cmp_greater(items.size(), k.most)) {
      return refuse(k, "out_of_range", "holds too many.", "Give " + limits_of(k) + ".", source);
    }
    std::get<list_field>(k.field)(target_) = std::move(items);
  }

  settings& target_;
  faults& found_;
};

std::string place(const std::string& file, const toml::node& node) {
  return file + ":" + std::to_string(node.source().begin.line);
}

void read_table(const std::string& file, const toml::table& root, reader& into, faults& found) {
  for (const auto& [section_name, content] : root) {
    const auto* table = content.as_table();
    if (table == nullptr) {
      found.push_back(unknown_key(section_name.str(), false, place(file, content)));
      continue;
    }
    for (const auto& [name, node] : *table) {
      const auto full = std::string(section_name.str()) + "." + std::string(name.str());
      if (const auto* known = find_key(full)) {
        into.take_node(*known, node, place(file, node));
      } else {
        found.push_back(unknown_key(full, false, place(file, node)));
      }
    }
  }
}

void read_file(const sources& from, reader& into, faults& found) {
  if (from.file.empty()) return;
  std::error_code error;
  const auto size = std::filesystem::file_size(from.file, error);
  if (error) {
    if (from.file_may_lack && error == std::errc::no_such_file_or_directory) return;
    found.push_back(make_fault("", "unreadable", "The file cannot be read: " + error.message() + ".", "", from.file));
    return;
  }
  if (size > file_bytes_max) {
    found.push_back(make_fault("", "too_large", "The file is larger than a mebibyte.", "", from.file));
    return;
  }
  try {
    read_table(from.file, toml::parse_file(from.file), into, found);
  } catch (const toml::parse_error& e) {
    found.push_back(make_fault(
        "", "malformed", "Not TOML: " + std::string(e.description()) + ".", "",
        from.file + ":" + std::to_string(e.source().begin.line)
    ));
  }
}

void read_environment(const sources& from, reader& into, faults& found) {
  for (const auto& [name, value] : from.environment) {
    if (!std::string_view(name).starts_with(prefix) || foreign_environment_name(name)) continue;
    const auto all = keys();
    const auto known = std::find_if(all.begin(), all.end(), [&](const key& k) { return k.environment_name() == name; });
    if (known == all.end()) {
      found.push_back(unknown_key(name, true, "environment"));
    } else {
      into.take_text(*known, value, "environment");
    }
  }
}

void read_overrides(const sources& from, reader& into, faults& found) {
  constexpr std::string_view source = "command line";
  for (const auto& given : from.overrides) {
    const auto equals = given.find('=');
    const auto name = std::string_view(given).substr(0, equals);
    if (equals == std::string::npos) {
      found.push_back(
          make_fault(name, "malformed", "There is no = after the key.", "Write --set http.port=9000.", source)
      );
    } else if (const auto* known = find_key(name)) {
      into.take_text(*known, std::string_view(given).substr(equals + 1), source);
    } else {
      found.push_back(unknown_key(name, false, source));
    }
  }
}

bool own_machine(std::string_view address) {
  return address == "localhost" || address == "::1" || address.starts_with("127.");
}

std::string tile_host(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos) return {};
  return std::string(address.substr(0, address.find('/', scheme + 3)));
}

// The origin goes into the Content-Security-Policy, so that only letters a host and a port have may be in it.
bool is_tile_address(std::string_view address) {
  const auto origin = tile_host(address);
  const auto host = std::string_view(origin).substr(std::min(origin.size(), origin.find("://") + 3));
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':';
  };
  const auto has = [&](std::string_view part) { return address.find(part, origin.size()) != std::string_view::npos; };
  return (address.starts_with("https://") || address.starts_with("http://")) && !host.empty() &&
         std::ranges::all_of(host, plain) && has("{z}") && has("{x}") && has("{y}");
}

// The host of an address, without its port.
std::string_view host_of(std::string_view url) {
  url.remove_prefix(std::min(url.size(), url.find("://") + 3));
  if (url.starts_with('[')) return url.substr(1, std::min(url.size(), url.find(']')) - 1);
  return url.substr(0, url.find_first_of(":/?#"));
}

// The parts of "name=value" in a list; the value is empty where there is none.
std::string name_of_entry(const std::string& entry) {
  return entry.substr(0, entry.find('='));
}
std::string value_of_entry(const std::string& entry) {
  const auto equals = entry.find('=');
  return equals == std::string::npos ? std::string() : entry.substr(equals + 1);
}

// Other records: each with a name of its own and an address; kinds and time-outs are of those.
template <typename Refuse> void check_external_records(const settings& s, Refuse&& refuse) {
  constexpr std::array<std::string_view, 4> kinds{"pnc", "pnd", "records", "other"};
  std::set<std::string> names;
  for (const auto& entry : s.history.external) {
    const auto url = value_of_entry(entry);
    const auto name = name_of_entry(entry);
    const bool known = url.starts_with("https://") || url.starts_with("http://");
    if (!known || name.empty() || name == "contacts" || name == "markers" || !names.insert(name).second)
      refuse("history.external", "An entry does not name a record once.", "Write name=https://host/path.");
  }
  for (const auto& entry : s.history.external_kinds) {
    if (!names.contains(name_of_entry(entry)) || std::ranges::find(kinds, value_of_entry(entry)) == kinds.end())
      refuse(
          "history.external_kinds", "An entry gives no kind of one of history.external.",
          "Write name=pnc, name=pnd, name=records or name=other."
      );
  }
  for (const auto& entry : s.history.external_timeouts) {
    const auto value = value_of_entry(entry);
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), ms);
    const bool read = error == std::errc{} && end == value.data() + value.size() && ms >= 10 && ms <= 30'000;
    if (!read || !names.contains(name_of_entry(entry)))
      refuse(
          "history.external_timeouts_ms", "An entry gives no time of one of history.external.",
          "Write name=3000, from 10 to 30000."
      );
  }
}

// Services that are told by their own systems: each with an address, and no key in the clear over a network.
template <typename Refuse> void check_referrals(const settings& s, Refuse&& refuse) {
  std::map<std::string, std::string> urls;
  for (const auto& entry : s.referrals.endpoints) {
    const auto url = value_of_entry(entry);
    const bool known = url.starts_with("https://") || url.starts_with("http://");
    const bool once = urls.emplace(name_of_entry(entry), url).second;
    if (!known || name_of_entry(entry).empty() || !once || url.find_first_of("?#@") != std::string::npos)
      refuse("referrals.endpoints", "An entry does not name a service once.", "Write partner=https://host/path.");
  }
  for (const auto& entry : s.referrals.jurisdictions) {
    if (!urls.contains(name_of_entry(entry)) || value_of_entry(entry).empty())
      refuse("referrals.jurisdictions", "An entry has no endpoint.", "Write partner=city.example, as in endpoints.");
  }
  for (const auto& entry : s.referrals.key_files) {
    const auto found = urls.find(name_of_entry(entry));
    if (found == urls.end() || value_of_entry(entry).empty()) {
      refuse("referrals.key_files", "An entry has no endpoint.", "Write partner=path, as in referrals.endpoints.");
    } else if (found->second.starts_with("http://") && !own_machine(host_of(found->second))) {
      refuse("referrals.key_files", "A key would go over the network in the clear.", "Use https:// for its endpoint.");
    }
  }
}

// What one key alone cannot say.
void check_together(const settings& s, faults& found) {
  const auto refuse = [&](std::string_view name, std::string detail, std::string remedy) {
    found.push_back(make_fault(name, "contradiction", std::move(detail), std::move(remedy), ""));
  };
  if (s.database.watchdog <= s.database.statement_timeout) {
    refuse(
        "database.watchdog_ms", "The watchdog ends a connection before PostgreSQL ends its statement.",
        "Make it longer than database.statement_timeout_ms."
    );
  }
  if (s.database.reconnect_delay_min > s.database.reconnect_delay_max) {
    refuse("database.reconnect_delay_min_ms", "The first pause is longer than the longest.", "");
  }
  if (s.database.url.empty() != s.database.owner_url.empty()) {
    refuse(
        s.database.url.empty() ? "database.url" : "database.owner_url",
        "database.url and database.owner_url are needed together.", "Give both, or neither for a private PostgreSQL."
    );
  }
  if (s.auth.session_idle > s.auth.session_lifetime) {
    refuse(
        "auth.session_idle_s", "A session would end before its idle time.", "Make it at most auth.session_lifetime_s."
    );
  }
  if (s.auth.throttle_delay_min > s.auth.throttle_delay_max) {
    refuse("auth.throttle_delay_min_ms", "The first wait is longer than the longest.", "");
  }
  if (s.auth.throttle_delay_max > s.auth.throttle_forget) {
    refuse(
        "auth.throttle_forget_s", "A wrong password would be forgotten before its wait is over.",
        "Make it at least auth.throttle_delay_max_ms."
    );
  }
  if (s.server.clock == "manual" && !own_machine(s.http.address)) {
    refuse(
        "server.clock", "The manual clock is for tests and training on one machine.",
        "Use the system clock, or listen on 127.0.0.1."
    );
  }
  check_external_records(s, refuse);
  for (const std::string_view peer : s.outage.peers) {
    const bool known = peer.starts_with("https://") || peer.starts_with("http://");
    if (!known || peer.find('/', peer.find("://") + 3) != std::string_view::npos)
      refuse("outage.peers", "An entry is not the address of a server.", "Write http://host:port, no path.");
  }
  check_referrals(s, refuse);
  const std::string_view gateway = s.messages.gateway;
  const bool mail = gateway.starts_with("smtp://") || gateway.starts_with("smtps://");
  if (!gateway.empty() && !mail && !gateway.starts_with("https://") && !gateway.starts_with("http://")) {
    refuse("messages.gateway", "This is no address of a provider.", "Write https://host/path or smtp://host:port.");
  }
  if (mail && (s.messages.from.empty() || s.messages.domain.empty()))
    refuse("messages.gateway", "Mail needs a sender and a domain.", "Set messages.from and messages.domain.");
  if (!s.messages.user.empty() && s.messages.password_file.empty())
    refuse("messages.password_file", "Somebody signs in without a password.", "Name the file that holds it.");
  if (s.webhooks.retry_delay_min > s.webhooks.retry_delay_max)
    refuse("webhooks.retry_delay_min_ms", "The first wait is longer than the longest.", "");
  if (!s.map.tiles.empty() && !is_tile_address(s.map.tiles))
    refuse("map.tiles", "This is no address of tiles.", "Write https://host/path/{z}/{x}/{y}.png.");
  if (s.map.tiles.empty() && !s.map.attribution.empty())
    refuse("map.attribution", "There are no tiles to say something of.", "Set map.tiles, or leave both out.");
  for (const auto& origin : s.auth.allowed_origins) {
    const auto scheme = origin.find("://");
    const bool known = origin.starts_with("https://") || origin.starts_with("http://");
    if (!known || origin.find('/', scheme + 3) != std::string::npos || origin.size() < scheme + 4) {
      refuse("auth.allowed_origins", "An entry is not an origin.", "Write https://host or https://host:port, no path.");
    }
  }
}

} // namespace

std::expected<settings, faults> load(const sources& from) {
  settings result{};
  faults found;
  reader into(result, found);
  for (const auto& k : keys())
    into.take_text(k, k.standard, "default");
  read_file(from, into, found);
  read_environment(from, into, found);
  read_overrides(from, into, found);
  if (found.empty()) check_together(result, found);
  if (!found.empty()) return std::unexpected(std::move(found));
  return result;
}

std::string tile_origin(const settings& s) {
  return tile_host(s.map.tiles);
}

std::vector<std::pair<std::string, std::string>> process_environment() {
  std::vector<std::pair<std::string, std::string>> result;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) result.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return result;
}

std::string to_text(const faults& found) {
  std::string text;
  for (const auto& f : found) {
    std::string where = f.file;
    // A place in a document; settings are named in the words themselves.
    if (f.pointer.starts_with('/')) where += (where.empty() ? "" : " ") + f.pointer;
    if (!where.empty()) text += where + ": ";
    text += f.detail;
    if (!f.remedy.empty()) text += (f.detail.ends_with('.') ? " " : "; ") + f.remedy;
    text += "\n";
  }
  return text;
}

} // namespace frontdoor::config
