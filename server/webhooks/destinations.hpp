#pragma once
// Where webhooks may go. An administrator of subscriptions must not be able to have this server ask things of the
// force's own networks (server-side request forgery): addresses that are not of the public internet are refused unless
// an operator's setting names them. Pure.

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "server/http/remote_address.hpp"

namespace frontdoor::webhooks {

inline constexpr std::size_t url_length_max = 2000; // bytes

// An address of a receiver, taken apart.
struct destination {
  bool encrypted = true; // https
  std::string host;      // in lower case, an IPv6 address without its brackets
};

// Reads a URL. Refused, in words for whoever gave it: anything but http and https, a user name or password, a fragment,
// spaces and control characters, no host; and http to any host but this machine's own ("localhost", 127.0.0.0/8, ::1).
std::expected<destination, std::string> read_destination(std::string_view url);

// Whether the address is one of the public internet: not private, shared, of this machine or link, of a tunnel, for
// documentation or benchmarks, multicast or reserved (RFC 6890 and the IANA special-purpose registries).
bool is_public(const boost::asio::ip::address& address);

class destinations {
 public:
  // Networks as "10.1.0.0/16" or single addresses. Throws std::invalid_argument naming the first that is neither.
  explicit destinations(const std::vector<std::string>& allowed) : allowed_(allowed) {}

  // Whether a connection may be made to the address that a name came to: a public one, or one that the setting names.
  // Without encryption only this machine itself. Asked for each connection, since a name may mean another address each
  // time.
  bool may_connect(const boost::asio::ip::address& address, bool encrypted) const;

  // Why a subscription must not have this URL; "" where it may. A host that is an address is looked at now, a name when
  // it is connected to.
  std::string refusal(std::string_view url) const;

 private:
  http::trusted_proxies allowed_;
};

} // namespace frontdoor::webhooks
