#pragma once
// The seam by which a request leaves HTTP: the session checks everything that can be checked by headers, then hands the
// socket over.

#include <functional>
#include <string>
#include <utility>

#include <boost/asio/ip/tcp.hpp>

#include "server/auth/principal.hpp"
#include "server/http/message.hpp"

namespace frontdoor::http {

// A connection whose WebSocket handshake (RFC 6455 section 4.2.1) is well formed, authenticated and authorised, and not
// yet answered. Nothing beyond the request has been read from the socket.
struct upgraded {
  boost::asio::ip::tcp::socket socket;
  request head;
  auth::principal caller;

  upgraded(boost::asio::ip::tcp::socket s, request h, auth::principal c)
      : socket(std::move(s)), head(std::move(h)), caller(std::move(c)) {}
};

// One path that is a WebSocket.
struct upgrade_point {
  std::string path;
  auth::access access;
  std::string subprotocol;            // must be among those the client offers, else 400
  std::function<void(upgraded)> take; // answers the handshake and owns the socket from here
  std::function<bool()> has_room;     // false: 503; empty: there always is
};

} // namespace frontdoor::http
