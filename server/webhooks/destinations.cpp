#include "server/webhooks/destinations.hpp"

#include <algorithm>

#include <boost/url/parse.hpp>

namespace frontdoor::webhooks {

using boost::asio::ip::address;

namespace {

const http::trusted_proxies& special_v4() {
  static const http::trusted_proxies networks(
      {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
       "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
       "224.0.0.0/4", "240.0.0.0/4"}
  );
  return networks;
}

// Of IPv6 only 2000::/3 is public at all; these lie in it and are not: protocol assignments with Teredo, documentation,
// 6to4, which leads to any IPv4 address.
const http::trusted_proxies& global_v6() {
  static const http::trusted_proxies networks({"2000::/3"});
  return networks;
}
const http::trusted_proxies& special_v6() {
  static const http::trusted_proxies networks({"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
  return networks;
}

bool own_machine(const address& plain) {
  return plain.is_loopback();
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

} // namespace

bool is_public(const address& given) {
  const auto plain = http::plain_address(given);
  if (plain.is_v4()) return !special_v4().trusts(plain);
  return global_v6().trusts(plain) && !special_v6().trusts(plain);
}

std::expected<destination, std::string> read_destination(std::string_view url) {
  if (url.empty() || url.size() > url_length_max) return std::unexpected("The address is empty or too long.");
  const bool odd = std::ranges::any_of(url, [](char c) { return c <= ' ' || c == 0x7f || c == '\\'; });
  const auto read = boost::urls::parse_uri(boost::urls::string_view(url.data(), url.size()));
  if (odd || !read) return std::unexpected("This is no address as the web has them.");
  const auto scheme = lower(std::string_view(read->scheme().data(), read->scheme().size()));
  if (scheme != "https" && scheme != "http") return std::unexpected("Only https is spoken here.");
  if (read->has_userinfo()) return std::unexpected("An address must not hold a user name or password.");
  if (read->has_fragment()) return std::unexpected("A fragment (#) is never sent.");
  destination out;
  out.encrypted = scheme == "https";
  out.host = lower(read->host_address());
  if (out.host.empty()) return std::unexpected("The address names no host.");
  boost::system::error_code error;
  const auto literal = boost::asio::ip::make_address(out.host, error);
  const bool here = out.host == "localhost" || (!error && own_machine(http::plain_address(literal)));
  if (!out.encrypted && !here) return std::unexpected("Without https anyone on the way could read and change it.");
  return out;
}

bool destinations::may_connect(const address& given, bool encrypted) const {
  const auto plain = http::plain_address(given);
  if (!encrypted && !own_machine(plain)) return false;
  return is_public(plain) || allowed_.trusts(plain);
}

std::string destinations::refusal(std::string_view url) const {
  const auto read = read_destination(url);
  if (!read) return read.error();
  boost::system::error_code error;
  const auto literal = boost::asio::ip::make_address(read->host, error);
  const auto loopback = boost::asio::ip::make_address("127.0.0.1");
  if (error && read->host != "localhost") return "";
  if (may_connect(error ? loopback : literal, read->encrypted)) return "";
  return "The address lies in a network that the setting webhooks.networks_allowed does not name.";
}

} // namespace frontdoor::webhooks
