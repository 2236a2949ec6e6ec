#include "server/webhooks/delivery.hpp"

#include <algorithm>

#include "server/auth/api_keys.hpp"
#include "server/webhooks/secret.hpp"

namespace frontdoor::webhooks {

bool wants(const std::vector<std::string>& types, std::string_view type) {
  if (types.empty()) return true;
  return std::ranges::any_of(types, [&](std::string_view wanted) {
    if (!wanted.ends_with(".*")) return wanted == type;
    return type.starts_with(wanted.substr(0, wanted.size() - 1));
  });
}

std::optional<auth::principal>
acting_as(const db::webhook& hook, const auth::api_key_record& key, triage::timestamp now) {
  auto who = auth::standing_principal(key, now);
  if (!who || !who->may(auth::permission::events_read)) return std::nullopt;
  if (hook.districts.empty()) return who;
  if (who->districts.empty()) {
    who->districts = hook.districts;
    return who;
  }
  std::erase_if(who->districts, [&](const std::string& district) {
    return std::ranges::find(hook.districts, district) == hook.districts.end();
  });
  if (who->districts.empty()) return std::nullopt; // no districts would mean the whole force
  return who;
}

posting make_posting(const db::webhook& hook, const delivery& what, std::string_view secret, triage::timestamp now) {
  posting out;
  out.url = hook.url;
  if (hook.batch) {
    out.body = "[";
    for (const auto& event : what.events) {
      if (out.body.size() > 1) out.body += ',';
      out.body += event;
    }
    out.body += ']';
  } else {
    out.body = what.events.front();
  }
  const auto timestamp = signed_time(now);
  const std::string type = hook.batch ? "application/cloudevents-batch+json" : "application/cloudevents+json";
  out.headers = {
      "Content-Type: " + type + "; charset=utf-8",
      "Frontdoor-Webhook-Id: " + hook.id.to_string() + "." + std::to_string(what.first_position) + "-" +
          std::to_string(what.last_position),
      "Frontdoor-Webhook-Timestamp: " + timestamp,
      "Frontdoor-Webhook-Signature: " + signature(secret, timestamp, out.body),
  };
  return out;
}

} // namespace frontdoor::webhooks
