#pragma once
// The keys by which earlier contacts are found, and the markers. Knows keys as digests alone. A contact's keys are kept
// with it (contact_keys of db::append_command); what is left over, the projection makes.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/db/append.hpp"
#include "server/db/database_pool.hpp"

namespace frontdoor::db {

// A contact as the log holds it, to be keyed.
struct logged_contact {
  uuid id;
  int schema_version = 1;
  std::string body;
  std::string personal;
};

// Words and how they sound: one Double Metaphone code, or two.
using word_sounds = std::map<std::string, std::vector<std::string>>;

// A contact that was read: the words whose sound is wanted, and what makes its keys with them.
struct contact_to_key {
  std::vector<std::string> words;
  std::function<contact_keys(const word_sounds&)> keys;
};

// How a contact is read, on a database thread. Nullopt: it has no keys.
using contact_keyer = std::function<std::optional<contact_to_key>(const logged_contact&)>;

// What one step of projecting did.
struct projected {
  enum class outcome : std::uint8_t {
    stepped,     // those that waited have their keys, up to the limit
    busy,        // another server is at it
    other_secret // the rows there are were keyed with another secret: nothing is added to them
  };
  outcome what = outcome::stepped;
  bool reached_end = true; // none waits any more
};

struct history_match_row {
  std::size_t key = 0; // index into the keys asked for
  uuid contact;
  std::optional<uuid> incident;
  timestamp at{};
  std::string channel;
  std::string role;
};

struct history_marker_row {
  std::size_t key = 0;
  uuid id;
  std::string code;
  std::string why;
  std::string source;
  timestamp valid_from{};
  std::optional<timestamp> review_at;
  std::optional<timestamp> valid_until;
};

struct history_found {
  std::vector<history_match_row> contacts;
  std::vector<history_marker_row> markers;
  bool same_secret = false;                // the rows there are were keyed with this server's secret
  std::optional<timestamp> unread_since{}; // when the first contact was recorded that waits for its keys
};

// A marker to keep, under each of its keys.
struct marker_to_keep {
  std::vector<digest> keys;
  history_marker_row row;
};

// How an incident stands, for those who were found.
struct incident_head {
  uuid id;
  uuid owner_id;
  std::string number;
  std::string status;
  std::optional<std::string> grade;
  std::optional<std::string> district;
};

class history_queries {
 public:
  explicit history_queries(database_pool& pool) : pool_(pool) {}

  // Makes the keys of up to `limit` contacts that wait for them, in one transaction. Any server may, at any time.
  boost::asio::awaitable<query_result<projected>> project(contact_keyer keyer, digest secret_check, std::size_t limit);

  // At most `limit` of the latest contacts under each key, later than `since`, and all markers.
  boost::asio::awaitable<query_result<history_found>>
  look_up(std::vector<digest> keys, digest secret_check, timestamp since, std::size_t limit);

  boost::asio::awaitable<query_result<word_sounds>> sounds(std::vector<std::string> words);
  boost::asio::awaitable<query_result<std::vector<incident_head>>> heads(std::vector<uuid> incidents);

  // Replaces all markers of that source by these; false where the rows there are were keyed with another secret.
  boost::asio::awaitable<query_result<bool>>
  replace_markers(std::string source, std::vector<marker_to_keep> markers, digest secret_check, timestamp now);

  // Takes a contact out of everybody's history; gives how many rows it had.
  boost::asio::awaitable<query_result<std::uint64_t>> erase(uuid contact);

 private:
  database_pool& pool_;
};

} // namespace frontdoor::db
