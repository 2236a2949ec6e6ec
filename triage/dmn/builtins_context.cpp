// Context functions (10.3.4.6).
#include "triage/dmn/builtins.hpp"

namespace frontdoor::triage::dmn::detail {
namespace {

value get_value(evaluator& e, arguments& a) {
  if (!a[0].is(value_kind::context)) return e.wrong_type("argument 1", a[0], "context");
  const auto* key = string_argument(e, a, 1);
  if (key == nullptr) return {};
  const auto* found = a[0].context().find(*key);
  return found != nullptr ? *found : e.fail("unknown_member", "the context has no member \"" + *key + "\"");
}

value get_entries(evaluator& e, arguments& a) {
  if (!a[0].is(value_kind::context)) return e.wrong_type("argument 1", a[0], "context");
  std::vector<value> out;
  for (const auto& [key, content] : a[0].context().entries) {
    auto entry = std::make_shared<context_data>();
    entry->put("key", key);
    entry->put("value", content);
    out.emplace_back(context_ptr(std::move(entry)));
  }
  return out;
}

value context_of_entries(evaluator& e, arguments& a) {
  const auto entries = list_argument(e, a, 0);
  if (!entries) return {};
  auto out = std::make_shared<context_data>();
  for (const auto& entry : *entries) {
    if (!entry.is(value_kind::context)) return e.wrong_type("an entry", entry, "context");
    const auto* key = entry.context().find("key");
    const auto* content = entry.context().find("value");
    if (key == nullptr || content == nullptr || !key->is(value_kind::string)) {
      return e.fail("wrong_entry", "an entry has a string `key` and a `value`");
    }
    if (!e.charge(out->entries.size() / 8 + 1)) return {};
    if (out->find(key->string()) != nullptr)
      return e.fail("duplicate_key", "the key \"" + key->string() + "\" stands twice");
    out->put(key->string(), *content);
  }
  return context_ptr(std::move(out));
}

// The context with the value put at the end of the path of keys.
value put_at(evaluator& e, const value& in, const std::vector<value>& keys, std::size_t level, const value& content) {
  if (!in.is(value_kind::context)) return e.wrong_type("what the value is put into", in, "context");
  if (!keys[level].is(value_kind::string)) return e.wrong_type("a key", keys[level], "string");
  const auto& key = keys[level].string();
  auto out = std::make_shared<context_data>(in.context());
  if (level + 1 == keys.size()) {
    out->put(key, content);
    return context_ptr(std::move(out));
  }
  const auto* inner = in.context().find(key);
  auto changed = put_at(e, inner != nullptr ? *inner : value(), keys, level + 1, content);
  if (changed.is_null()) return {};
  out->put(key, std::move(changed));
  return context_ptr(std::move(out));
}

value context_put(evaluator& e, arguments& a) {
  return put_at(e, a[0], {a[1]}, 0, a[2]);
}

value context_put_path(evaluator& e, arguments& a) {
  if (!a[1].is(value_kind::list)) return e.wrong_type("argument 2", a[1], "list");
  const auto& keys = a[1].list();
  if (keys.empty() || keys.size() > e.options().limits.nesting)
    return e.fail("wrong_arguments", "the list of keys is empty or too long");
  return put_at(e, a[0], keys, 0, a[2]);
}

// By position the second argument may be a key or a list of keys.
value context_put_either(evaluator& e, arguments& a) {
  return a[1].is(value_kind::list) ? context_put_path(e, a) : context_put(e, a);
}

value context_merge(evaluator& e, arguments& a) {
  const auto contexts = list_argument(e, a, 0);
  if (!contexts) return {};
  auto out = std::make_shared<context_data>();
  for (const auto& one : *contexts) {
    if (!one.is(value_kind::context)) return e.wrong_type("an item of the list", one, "context");
    if (!e.charge(one.context().entries.size() * (out->entries.size() / 8 + 1))) return {};
    for (const auto& [key, content] : one.context().entries)
      out->put(key, content);
  }
  return context_ptr(std::move(out));
}

} // namespace

void register_contexts(function_registry& to) {
  to.add("get value", {"m", "key"}, 2, get_value);
  to.add("get entries", {"m"}, 1, get_entries);
  to.add("context", {"entries"}, 1, context_of_entries);
  to.add("context put", {"context", "keys", "value"}, 3, context_put_either);
  to.add("context put", {"context", "key", "value"}, 3, context_put);
  to.add("context merge", {"contexts"}, 1, context_merge);
}

} // namespace frontdoor::triage::dmn::detail
