#pragma once
// Who really sent a request that came through a proxy we trust.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace frontdoor::http {

// The networks whose X-Forwarded-For is believed.
class trusted_proxies {
 public:
  trusted_proxies() = default;
  // Networks as "10.0.0.0/8" or single addresses. Throws std::invalid_argument naming the first that is neither.
  explicit trusted_proxies(const std::vector<std::string>& networks);

  bool trusts(const boost::asio::ip::address& address) const;

  // The client's address: `peer` itself unless it is trusted; else the right-most address of the X-Forwarded-For list
  // that is not a trusted proxy. Reading stops at the first entry that is no address.
  std::string client(const boost::asio::ip::address& peer, std::optional<std::string_view> forwarded_for) const;

 private:
  struct network {
    boost::asio::ip::address address;
    unsigned prefix;
  };
  std::vector<network> networks_;
};

// IPv4 addresses that arrive mapped into IPv6 as what they are.
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

} // namespace frontdoor::http
