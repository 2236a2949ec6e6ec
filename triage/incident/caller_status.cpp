#include "triage/incident/caller_status.hpp"

#include <array>

#include <nlohmann/json.hpp>

#include "triage/incident/json_fields.hpp"
#include "triage/policy/working_rules.hpp"

namespace frontdoor::triage {

namespace {

constexpr std::array<std::string_view, 4> caller_standings{"recorded", "in_hand", "to_be_told", "ended"};
constexpr const char* if_it_changes =
    " If anything changes, call 101 and give your reference. If somebody is in danger now, call 999.";

std::string text_for_caller(caller_standing standing) {
  switch (standing) {
  case caller_standing::recorded:
    return std::string("We have recorded your contact.") + if_it_changes;
  case caller_standing::in_hand:
    return std::string("We have your report and are dealing with it.") + if_it_changes;
  case caller_standing::to_be_told:
    return std::string("We have your report. What we told you has changed, and we will contact you about it.") +
           if_it_changes;
  case caller_standing::ended:
    break;
  }
  return std::string("We have finished our work on your report.") + if_it_changes;
}

// The later of what was promised on either: callers of a duplicate are told by the tasks of its survivor.
std::optional<caller_promise> last_promise(const incident& own, const incident* survivor) {
  if (survivor == nullptr || !survivor->promise) return own.promise;
  if (!own.promise || own.promise->at < survivor->promise->at) return survivor->promise;
  return own.promise;
}

} // namespace

std::string_view to_string(caller_standing value) {
  return caller_standings.at(static_cast<std::size_t>(value));
}

caller_status status_for_caller(const incident* own, const incident* survivor) {
  caller_status out;
  if (own != nullptr) {
    const incident& worked_on = survivor == nullptr ? *own : *survivor;
    const bool told_wrong =
        open_task(worked_on, task_kind::tell_caller) != nullptr || open_task(*own, task_kind::tell_caller) != nullptr;
    // Who reads over a protected person's shoulder must not learn what comes (lessons.md R17).
    const bool open_to_all = own->flags.empty() && worked_on.flags.empty();
    if (worked_on.status == incident_status::closed)
      out.standing = caller_standing::ended;
    else
      out.standing = told_wrong ? caller_standing::to_be_told : caller_standing::in_hand;
    if (out.standing == caller_standing::in_hand && open_to_all) out.promise = last_promise(*own, survivor);
  }
  out.text = text_for_caller(out.standing);
  return out;
}

nlohmann::json to_json(const caller_status& status) {
  return object_of(
      field{"status", std::string(to_string(status.standing))}, field{"text", status.text},
      field{
          "promise", status.promise
                         ? object_of(field{"text", status.promise->text}, field{"at", to_rfc3339(status.promise->at)})
                         : nlohmann::json()
      }
  );
}

} // namespace frontdoor::triage
