#pragma once
// Finds the endpoint of a request. Built once from the routing table; asking it changes nothing.

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/http/endpoint.hpp"
#include "server/http/message.hpp"
#include "server/http/upgrade.hpp"

namespace frontdoor::http {

// Answers what no endpoint does (the built console's files), or nullopt: 404. Asked for GET and HEAD only.
using fallback = std::function<std::optional<response>(const request&)>;

class router {
 public:
  // Literal paths win over patterns, and among patterns the one that is literal earlier. Throws std::invalid_argument
  // for a malformed path, two endpoints that could never be told apart, or an endpoint without handler.
  explicit router(endpoints rows, std::vector<upgrade_point> upgrades = {}, fallback files = {});

  struct found {
    const endpoint* row = nullptr;          // the endpoint, or null
    std::size_t index = 0;                  // of the endpoint in rows()
    const upgrade_point* upgrade = nullptr; // or the WebSocket
    std::string_view allow;                 // what the path knows, as an Allow header; empty: the path is unknown
  };

  // Looks `path` (decoded) up. HEAD finds GET where it has no endpoint of its own. With `allow` but no endpoint the
  // answer is 405, or 204 for OPTIONS. The endpoint's path parameters are added to `parameters`.
  found find(method verb, std::string_view path, std::map<std::string, std::string, std::less<>>& parameters) const;

  const endpoints& rows() const { return rows_; }
  // "POST /v1/incidents/{id}/notes", as metrics and logs name an endpoint.
  std::string_view label(std::size_t index) const { return labels_[index]; }
  std::optional<response> file(const request& r) const { return files_ ? files_(r) : std::nullopt; }

 private:
  static constexpr std::size_t methods = 8;
  struct segment {
    std::string text; // the literal, or the parameter's name
    bool parameter;
  };
  struct resource {
    std::string path;
    std::vector<segment> segments;
    std::array<std::optional<std::size_t>, methods> by_method;
    std::optional<std::size_t> upgrade;
    std::string allow;
  };
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };

  resource& resource_for(const std::string& path);
  void index_resources();
  const resource* match(std::string_view path, std::map<std::string, std::string, std::less<>>& parameters) const;

  endpoints rows_;
  std::vector<std::string> labels_;
  std::vector<upgrade_point> upgrades_;
  fallback files_;
  std::vector<resource> resources_;
  std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>> literal_;
  std::vector<std::vector<std::size_t>> patterns_; // by number of segments, most literal first
};

} // namespace frontdoor::http
