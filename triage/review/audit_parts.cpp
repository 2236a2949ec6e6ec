#include "triage/review/audit_parts.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "triage/incident/json_fields.hpp"

namespace frontdoor::triage::review {

namespace {

using nlohmann::json;

// The entry of that id in a list that was opened before; null where the list begins later than the log.
json* entry_of(json& list, const json& body, const char* member) {
  const auto id = text_of(body, member);
  if (!id) return nullptr;
  for (auto& one : list) {
    if (one.at("id") == *id) return &one;
  }
  return nullptr;
}

// A step of something that has a list of its own for them.
json inner_step(const page_event& one, const char* id) {
  auto out = step_json(one);
  out.erase(id);
  return out;
}

json opened(const page_event& one, const char* id) {
  auto out = step_json(one);
  out["id"] = one.event.body.at(id);
  out.erase(id);
  return out;
}

} // namespace

json step_json(const page_event& one) {
  auto out = one.event.body.is_object() ? one.event.body : json::object();
  out["version"] = one.version;
  out["at"] = to_rfc3339(one.event.occurred_at);
  out["by"] = one.event.actor;
  if (one.event.personal) out["words"] = *one.event.personal;
  return out;
}

json steps_json(const page_log& log, std::initializer_list<std::string_view> types) {
  json out = json::array();
  for (const auto& one : log) {
    if (std::ranges::find(types, one.event.type) == types.end()) continue;
    auto step = step_json(one);
    step["what"] = one.event.type;
    out.push_back(std::move(step));
  }
  return out;
}

json approvals_json(const page_log& incident) {
  json out = json::array();
  for (const auto& one : incident) {
    const auto& body = one.event.body;
    if (one.event.type == "incident.lowering_requested") {
      auto asked = opened(one, "approval");
      asked["decisions"] = json::array();
      asked["lapsed"] = nullptr;
      out.push_back(std::move(asked));
    } else if (one.event.type == "incident.approval_decided") {
      if (auto* to = entry_of(out, body, "approval")) (*to)["decisions"].push_back(inner_step(one, "approval"));
    } else if (one.event.type == "incident.approval_lapsed") {
      if (auto* to = entry_of(out, body, "approval")) (*to)["lapsed"] = inner_step(one, "approval");
    }
  }
  return out;
}

json tasks_json(const page_log& incident) {
  json out = json::array();
  for (const auto& one : incident) {
    const auto& type = one.event.type;
    const auto& body = one.event.body;
    if (type == "task.opened") {
      auto task = opened(one, "task");
      task["attempts"] = json::array();
      task["overdue"] = json::array();
      task["ended"] = nullptr;
      out.push_back(std::move(task));
      continue;
    }
    auto* task = type.starts_with("task.") ? entry_of(out, body, "task") : nullptr;
    if (task == nullptr) continue;
    auto step = inner_step(one, "task");
    if (type == "task.attempted") {
      (*task)["attempts"].push_back(std::move(step));
    } else if (type == "task.overdue") {
      (*task)["overdue"].push_back(std::move(step));
    } else if (type == "task.completed" || type == "task.lapsed") {
      step["state"] = type == "task.completed" ? "done" : "lapsed";
      (*task)["ended"] = std::move(step);
    }
  }
  return out;
}

json handoffs_json(const page_log& incident) {
  json out = json::array();
  for (const auto& one : incident) {
    if (one.event.type == "handoff.requested") {
      auto asked = opened(one, "handoff");
      asked["answers"] = json::array();
      out.push_back(std::move(asked));
    } else if (one.event.type == "handoff.answered" || one.event.type == "handoff.silent") {
      auto* to = entry_of(out, one.event.body, "handoff");
      if (to == nullptr) continue;
      auto step = inner_step(one, "handoff");
      if (one.event.type == "handoff.silent") step["answer"] = "silent";
      (*to)["answers"].push_back(std::move(step));
    }
  }
  return out;
}

json promises_json(const page_log& incident) {
  json out = json::array();
  for (const auto& one : incident) {
    const auto text = text_of(one.event.body, "promise");
    if (!text) continue;
    out.push_back(object_of(
        field{"version", one.version}, field{"at", to_rfc3339(one.event.occurred_at)}, field{"by", one.event.actor},
        field{"text", *text}, field{"with", one.event.type}
    ));
  }
  return out;
}

} // namespace frontdoor::triage::review
