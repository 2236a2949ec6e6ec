#include "server/http/router.hpp"

#include <algorithm>
#include <stdexcept>

namespace frontdoor::http {
namespace {

constexpr std::size_t segments_max = 16;

std::size_t at(method verb) {
  return static_cast<std::size_t>(verb);
}

[[noreturn]] void refuse(const std::string& path, const char* why) {
  throw std::invalid_argument("routing table: " + path + ": " + why);
}

// Calls `each` with every segment of a path that begins with "/".
template <class Function> void for_each_segment(std::string_view path, Function each) {
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    each(path.substr(begin, end - begin));
    begin = end + 1;
  }
}

} // namespace

router::router(endpoints rows, std::vector<upgrade_point> upgrades, fallback files)
    : rows_(std::move(rows)), upgrades_(std::move(upgrades)), files_(std::move(files)) {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const endpoint& row = rows_[i];
    if (!row.handler) refuse(row.path, "no handler");
    if (row.verb == method::other || row.verb == method::options) refuse(row.path, "not a method for endpoints");
    auto& slot = resource_for(row.path).by_method[at(row.verb)];
    if (slot) refuse(row.path, "the same method twice");
    slot = i;
    labels_.push_back(std::string(to_string(row.verb)) + " " + row.path);
  }
  for (std::size_t i = 0; i < upgrades_.size(); ++i) {
    resource& place = resource_for(upgrades_[i].path);
    if (place.upgrade || place.by_method[at(method::get)]) refuse(upgrades_[i].path, "GET is taken");
    place.upgrade = i;
  }
  index_resources();
}

router::resource& router::resource_for(const std::string& path) {
  if (path.empty() || path.front() != '/') refuse(path, "does not begin with /");
  resource made;
  made.path = path;
  for_each_segment(path, [&](std::string_view part) {
    const bool parameter = part.size() > 2 && part.front() == '{' && part.back() == '}';
    if (!parameter && part.find_first_of("{}") != std::string_view::npos) refuse(path, "a malformed parameter");
    made.segments.push_back({std::string(parameter ? part.substr(1, part.size() - 2) : part), parameter});
  });
  if (made.segments.size() > segments_max) refuse(path, "too many segments");
  for (resource& known : resources_) {
    if (known.path == path) return known;
    const auto alike = [](const segment& a, const segment& b) {
      return a.parameter == b.parameter && (a.parameter || a.text == b.text);
    };
    if (std::ranges::equal(known.segments, made.segments, alike)) refuse(path, "differs from another in names only");
  }
  return resources_.emplace_back(std::move(made));
}

void router::index_resources() {
  patterns_.resize(segments_max + 1);
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    resource& place = resources_[i];
    const bool get = place.by_method[at(method::get)] || place.upgrade;
    for (const method verb : {method::get, method::head, method::post, method::put, method::patch, method::delete_}) {
      const bool known =
          place.by_method[at(verb)] || (get && (verb == method::get || (verb == method::head && !place.upgrade)));
      if (known) place.allow += std::string(to_string(verb)) + ", ";
    }
    place.allow += "OPTIONS";
    if (std::ranges::any_of(place.segments, &segment::parameter)) {
      patterns_[place.segments.size()].push_back(i);
    } else {
      literal_.emplace(place.path, i);
    }
  }
  for (auto& same_length : patterns_) {
    std::ranges::sort(same_length, [this](std::size_t a, std::size_t b) {
      return std::ranges::lexicographical_compare(
          resources_[a].segments, resources_[b].segments, {}, &segment::parameter, &segment::parameter
      );
    });
  }
}

const router::resource*
router::match(std::string_view path, std::map<std::string, std::string, std::less<>>& parameters) const {
  if (const auto known = literal_.find(path); known != literal_.end()) return &resources_[known->second];
  if (path.empty() || path.front() != '/') return nullptr;
  std::array<std::string_view, segments_max> parts;
  std::size_t count = 0;
  for_each_segment(path, [&](std::string_view part) {
    if (count < segments_max) parts[count] = part;
    ++count;
  });
  if (count > segments_max) return nullptr;
  for (const std::size_t i : patterns_[count]) {
    const resource& place = resources_[i];
    bool fits = true;
    for (std::size_t k = 0; k < count && fits; ++k) {
      fits = place.segments[k].parameter ? !parts[k].empty() : place.segments[k].text == parts[k];
    }
    if (!fits) continue;
    for (std::size_t k = 0; k < count; ++k) {
      if (place.segments[k].parameter) parameters.insert_or_assign(place.segments[k].text, std::string(parts[k]));
    }
    return &place;
  }
  return nullptr;
}

router::found
router::find(method verb, std::string_view path, std::map<std::string, std::string, std::less<>>& parameters) const {
  found result;
  const resource* place = match(path, parameters);
  if (place == nullptr) return result;
  result.allow = place->allow;
  auto index = place->by_method[at(verb)];
  if (!index && verb == method::head) index = place->by_method[at(method::get)];
  if (index) {
    result.row = &rows_[*index];
    result.index = *index;
  } else if (verb == method::get && place->upgrade) {
    result.upgrade = &upgrades_[*place->upgrade];
  }
  return result;
}

} // namespace frontdoor::http
