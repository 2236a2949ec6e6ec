#pragma once

#include <functional>
#include <string>
#include <utility>

namespace frontdoor::triage {

// "a, b, c", for what a person reads; `text` says which words stand for an element.
template <typename List, typename Text = std::identity> std::string listed(const List& list, Text text = {}) {
  std::string out;
  for (const auto& one : list) {
    if (!out.empty()) out += ", ";
    out += std::invoke(text, one);
  }
  return out;
}

// A remedy: "Use one of: a, b."
template <typename List, typename Text = std::identity> std::string use_one_of(const List& list, Text text = {}) {
  const auto words = listed(list, std::move(text));
  return words.empty() ? "There is none." : "Use one of: " + words + ".";
}

} // namespace frontdoor::triage
