#include "server/http/remote_address.hpp"

#include <charconv>
#include <cstdint>
#include <span>
#include <stdexcept>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include "server/http/ascii.hpp"

namespace frontdoor::http {
namespace {

using boost::asio::ip::address;

bool same_prefix(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, unsigned bits) {
  for (std::size_t i = 0; i < a.size() && bits > 0; ++i) {
    const unsigned here = bits < 8 ? bits : 8;
    const auto mask = static_cast<std::uint8_t>(0xFFU << (8 - here));
    if ((a[i] & mask) != (b[i] & mask)) return false;
    bits -= here;
  }
  return true;
}

std::optional<address> parse_address(std::string_view text) {
  boost::system::error_code error;
  const auto found = boost::asio::ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return plain_address(found);
}

} // namespace

address plain_address(const address& given) {
  if (given.is_v6() && given.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, given.to_v6());
  }
  return given;
}

trusted_proxies::trusted_proxies(const std::vector<std::string>& networks) {
  for (const std::string& text : networks) {
    const auto slash = text.find('/');
    const auto found = parse_address(std::string_view(text).substr(0, slash));
    if (!found) throw std::invalid_argument("not an address or network: " + text);
    const unsigned widest = found->is_v4() ? 32 : 128;
    unsigned prefix = widest;
    if (slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, prefix);
      if (error != std::errc{} || stop != end || prefix > widest) {
        throw std::invalid_argument("not an address or network: " + text);
      }
    }
    networks_.push_back({*found, prefix});
  }
}

bool trusted_proxies::trusts(const address& given) const {
  const address plain = plain_address(given);
  for (const network& known : networks_) {
    if (known.address.is_v4() != plain.is_v4()) continue;
    if (plain.is_v4()) {
      if (same_prefix(known.address.to_v4().to_bytes(), plain.to_v4().to_bytes(), known.prefix)) return true;
    } else if (same_prefix(known.address.to_v6().to_bytes(), plain.to_v6().to_bytes(), known.prefix)) {
      return true;
    }
  }
  return false;
}

std::string trusted_proxies::client(const address& peer, std::optional<std::string_view> forwarded_for) const {
  address client = plain_address(peer);
  if (!forwarded_for || networks_.empty() || !trusts(client)) return client.to_string();
  std::string_view rest = *forwarded_for;
  while (!rest.empty()) {
    const auto comma = rest.rfind(',');
    const auto entry = trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    const auto named = parse_address(entry);
    if (!named) break;
    client = *named;
    if (!trusts(client)) break;
  }
  return client.to_string();
}

} // namespace frontdoor::http
