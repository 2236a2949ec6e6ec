#pragma once
// What an operator may set. Every key stands once, in settings_table.cpp, with its type, default, limits and meaning;
// the reference (docs/configuration.md), the sample file (config/frontdoor.toml), the names of the environment
// variables and every check come from that table.

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "triage/fault.hpp"

namespace frontdoor::config {

// The settings with their values. Made by load() only, so that every value is within its limits.
struct settings {
  struct server_settings {
    std::string node;  // name of this server among several; empty: made from host name and process
    std::string clock; // "system" or "manual"
    std::chrono::milliseconds drain;
  } server;

  struct http_settings {
    std::string address;
    std::size_t port;
    std::chrono::milliseconds header_timeout, body_timeout, idle_timeout, handler_timeout, write_timeout,
        linger_timeout;
    std::size_t header_bytes_max, header_fields_max, body_bytes_max;
    std::size_t connections_max, requests_per_connection_max, in_flight_max, in_flight_per_endpoint_max;
    std::size_t backlog;
    std::size_t gzip_bytes_min, gzip_bytes_max, gzip_level;
    std::vector<std::string> trusted_proxies;
  } http;

  struct database_settings {
    std::string url, owner_url, data_folder, system_user;
    std::chrono::milliseconds connect_timeout, statement_timeout, lock_timeout, watchdog;
    std::chrono::milliseconds reconnect_delay_min, reconnect_delay_max, poll_interval, unavailable_after;
    std::size_t writer_queue_max, batch_max, batch_bytes_max, reader_queue_max, reader_threads;
  } database;

  struct console_settings {
    std::chrono::milliseconds heartbeat, close_timeout, frame_interval;
    std::size_t bytes_in_flight_max, ring_bytes, resume_events_max, consoles_max, message_bytes_max;
    std::size_t snapshot_items_max, calls_max;
  } console;

  struct auth_settings {
    std::chrono::milliseconds session_lifetime, session_idle, session_cache, session_offline;
    std::size_t sessions_per_account_max, cache_entries_max;
    std::size_t password_length_min, argon2_operations, argon2_memory_kib, hash_threads, hash_queue_max;
    std::size_t throttle_account_free, throttle_address_free, throttle_entries_max;
    std::chrono::milliseconds throttle_delay_min, throttle_delay_max, throttle_forget;
    std::string secure_cookie; // "auto", "always" or "never"
    std::vector<std::string> allowed_origins;
  } auth;

  struct policy_settings {
    std::string folder, pack;
  } policy;

  struct crime_settings {
    std::string folder;
  } crime;

  struct review_settings {
    std::string folder;
  } review;

  struct training_settings {
    std::string folder;
    std::size_t results_max;
  } training;

  struct history_settings {
    std::string enabled; // "on" or "off"
    std::string secret_file, names, contact_reason, query_reason;
    std::chrono::milliseconds contact_timeout, query_timeout, lag_max, interval, external_timeout;
    std::size_t contacts_max, external_at_once_max;
    std::vector<std::string> external, external_kinds, external_timeouts; // "name=value"
  } history;

  struct message_settings {
    std::string gateway, token_file, from, domain, user, password_file;
    std::string tls; // "required" or "optional"
    std::chrono::milliseconds timeout;
    std::size_t at_once_max, waiting_max, answer_bytes_max;
  } messages;

  struct task_settings {
    std::size_t problems_max;
  } tasks;
  struct roster_settings {
    std::size_t takeover_max;
  } roster;
  struct referral_settings {
    std::vector<std::string> endpoints, jurisdictions, key_files; // "partner=value"
    std::chrono::milliseconds timeout;
    std::size_t at_once_max, waiting_max, answer_bytes_max;
  } referrals;

  struct event_settings {
    std::chrono::milliseconds wait_max;
  } events;

  struct webhook_settings {
    std::string secret_file, ca_file;
    std::vector<std::string> networks_allowed;
    std::chrono::milliseconds timeout, retry_delay_min, retry_delay_max, interval;
    std::size_t attempts_max, at_once_max, batch_events_max, body_bytes_max, subscriptions_max, dead_letters_max;
  } webhooks;

  struct exchange_settings {
    std::string mait_grid; // "osgb36" or "wgs84"
  } exchange;

  struct force_settings {
    std::string code, number_prefix, folder;
  } force;

  struct map_settings {
    std::string tiles, attribution;
  } map;

  struct outage_settings {
    std::string journal, board_folder;
    std::vector<std::string> peers;
    std::chrono::milliseconds peer_interval, peer_timeout;
    std::chrono::milliseconds degrade_after, return_after, probe_interval, probe_timeout, board_interval;
    std::size_t journal_bytes_max, board_files_max;
  } outage;

  struct log_settings {
    std::string level;
  } log;

  struct folder_settings {
    std::string web, schemas, migrations, docs;
  } folders;
};

// Scheme, host and port of the map's tile address ("https://tiles.example:8443"); "" where none is set.
std::string tile_origin(const settings& s);

// Where values come from, weakest first: the table's defaults, the file, the environment, the command line.
struct sources {
  std::string file;           // path of a TOML file; empty: none
  bool file_may_lack = false; // true for the standard file, false for one that was asked for
  std::vector<std::pair<std::string, std::string>> environment; // all of it; only FRONTDOOR_* is looked at
  std::vector<std::string> overrides;                           // "http.port=9000", as given with --set
};

// Reads all sources and checks every value. On refusal every fault found is there: `pointer` is the key, `file` the
// source ("config/frontdoor.toml", "environment", "command line"); an unknown key's remedy names the nearest known one.
std::expected<settings, triage::faults> load(const sources& from);

// The environment of this process.
std::vector<std::pair<std::string, std::string>> process_environment();

// One line a fault, for a terminal.
std::string to_text(const triage::faults& faults);

// The reference of all keys as Markdown: what docs/configuration.md holds.
std::string reference_markdown();
// A TOML file with every key at its default, commented out: what config/frontdoor.toml holds.
std::string sample_file();

} // namespace frontdoor::config
