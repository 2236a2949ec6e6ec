#pragma once
// A map that remembers at most so many entries and forgets the one that was not used for longest.

#include <cstddef>
#include <functional>
#include <list>
#include <unordered_map>
#include <utility>

namespace frontdoor::auth {

// Not thread-safe. Pointers stay valid until the entry is erased or forgotten.
template <class Key, class Value, class Hash = std::hash<Key>> class recent {
 public:
  explicit recent(std::size_t entries_max) : entries_max_(entries_max) {}

  // The entry, now the most recently used one, or nullptr.
  Value* find(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->second;
  }

  // Sets the entry and makes it the most recently used one.
  Value& put(const Key& key, Value value) {
    if (Value* known = find(key)) {
      *known = std::move(value);
      return *known;
    }
    order_.emplace_front(key, std::move(value));
    index_.emplace(key, order_.begin());
    if (index_.size() > entries_max_) {
      index_.erase(order_.back().first);
      order_.pop_back();
    }
    return order_.front().second;
  }

  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    order_.erase(found->second);
    index_.erase(found);
  }

  // Erases every entry whose value `gone` is true for.
  template <class Predicate> void erase_if(Predicate gone) {
    for (auto at = order_.begin(); at != order_.end();) {
      if (gone(at->second)) {
        index_.erase(at->first);
        at = order_.erase(at);
      } else {
        ++at;
      }
    }
  }

  std::size_t size() const { return index_.size(); }

 private:
  using order = std::list<std::pair<Key, Value>>;
  std::size_t entries_max_;
  order order_; // most recently used first
  std::unordered_map<Key, typename order::iterator, Hash> index_;
};

} // namespace frontdoor::auth
