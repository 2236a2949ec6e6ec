#include "server/api/history.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/auth/visibility.hpp"
#include "server/history/answer.hpp"
#include "triage/history/phone.hpp"
#include "triage/history/place.hpp"
#include "triage/history/vehicle.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::size_t results_in_answer = 10;
constexpr std::size_t results_asked_for = 50;
constexpr std::size_t name_length_max = 200;
constexpr std::size_t address_length_max = 500;
constexpr std::size_t reason_length_max = 40;

bool is_reason_code(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool may_see_head(const auth::principal& who, const db::incident_head& head) {
  std::optional<triage::uuid> owner;
  if (!head.owner_id.is_nil()) owner = head.owner_id;
  return auth::may_see(who, auth::event_scope::at_rest("incident", head.district, owner));
}

// A parameter that cannot be what it is named for is refused: looking under something else would find "none".
triage::history::traces traces_of(query_parameters& query) {
  triage::history::traces about;
  if (const auto phone = query.text("phone")) {
    if (!triage::history::e164(*phone))
      query.refuse("phone", "This is no telephone number.", "Write it as +441612345678 or 0161 234 5678.");
    about.phones.emplace_back(*phone, "");
  }
  const auto name = query.text("name", name_length_max);
  const auto born = query.text("dob");
  if (born && !triage::history::read_birth_date(*born))
    query.refuse("dob", "This is no date of birth.", "Write it as 1984-03-01, or what is known of it.");
  if (born && !name) query.refuse("dob", "A date of birth alone is not looked under.", "Give the name, too.");
  if (name) about.people.push_back({*name, born, ""});
  about.place.uprn = query.text("uprn");
  if (about.place.uprn && !triage::history::uprn(*about.place.uprn))
    query.refuse("uprn", "This is no property reference.", "Give its 1 to 12 digits.");
  about.place.postcode = query.text("postcode");
  if (about.place.postcode && !triage::history::postcode(*about.place.postcode))
    query.refuse("postcode", "This is no whole postcode.", "Write it as M1 2AB.");
  about.place.text = query.text("address", address_length_max);
  if (const auto mark = query.text("vrm")) {
    if (!triage::history::registration_mark(*mark))
      query.refuse("vrm", "This is no registration mark.", "Write it as AB12 CDE.");
    about.vehicles.push_back(*mark);
  }
  return about;
}

asio::awaitable<http::response> read_history(services& s, http::request request, auth::principal who) {
  query_parameters query(request, {"phone", "name", "dob", "uprn", "postcode", "address", "vrm", "reason"});
  auto about = traces_of(query);
  const auto reason = query.text("reason", reason_length_max);
  if (reason && !is_reason_code(*reason))
    query.refuse("reason", "This is no code of a reason.", "Write it in letters, digits and underscores.");
  if (!query.faults().empty()) {
    co_return to_response(bad_parameters(query.faults()), request.request_id);
  }
  if (s.history == nullptr) {
    co_return to_response(
        http::problem(
            503, "history_off", "History is switched off", "Nothing was searched: an operator sets history.enabled."
        ),
        request.request_id
    );
  }
  const auto& limits = s.history->limits();
  history::enquiry asked{who.actor(), reason.value_or(limits.query_reason)};
  const auto found = co_await s.history->ask(std::move(about), std::move(asked), s.clock.now(), limits.query_timeout);
  if (found.empty()) {
    co_return to_response(
        http::problem(
            400, "nothing_to_look_under", "There is nothing to look under",
            "Give a telephone number, a name of two words, a UPRN, a postcode, an address with a number or a "
            "registration mark."
        ),
        request.request_id
    );
  }
  if (!co_await log_personal_read(s, who, request, "history", std::nullopt, auth::detail::full))
    co_return to_response(unavailable(), request.request_id);
  co_return json_response(200, co_await history_for(s, who, found, true));
}

} // namespace

asio::awaitable<history::answers>
known_before(services& s, const auth::principal& who, const triage::contact& contact) {
  if (s.history == nullptr) co_return history::answers();
  const auto& limits = s.history->limits();
  history::enquiry asked{who.actor(), limits.contact_reason};
  co_return co_await s.history->ask(
      triage::history::traces_of(contact), std::move(asked), s.clock.now(), limits.contact_timeout
  );
}

asio::awaitable<json>
history_for(services& s, const auth::principal& who, const history::answers& found, bool with_reasons) {
  auto out = history::not_searched();
  if (found.empty()) co_return out;
  // What is known of people is not told to other organisations' systems; not even that there is something.
  if (!who.may(auth::permission::history_read)) {
    out["status"] = "not_shown";
    co_return out;
  }
  const auto results = with_reasons ? results_asked_for : results_in_answer;
  std::vector<db::incident_head> heads;
  if (auto ids = history::incidents_of(found, results); !ids.empty()) {
    auto read = co_await s.history->heads(std::move(ids), with_reasons);
    heads = std::move(read);
  }
  const history::shown how{
      heads, [&who](const db::incident_head& head) { return may_see_head(who, head); }, with_reasons, results
  };
  co_return history::to_json(found, s.clock.now(), how);
}

http::endpoints history_endpoints(services& s) {
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/history",
       auth::access::needs(auth::permission::history_read),
       [&s](http::request r, auth::principal p) { return read_history(s, std::move(r), std::move(p)); },
       {}}
  );
  return rows;
}

http::problem returns_not_counted() {
  return http::problem(
      503, "history_unavailable", "Returns cannot be counted",
      "The history is switched off on this server; that says nothing of whether anybody came back."
  );
}

} // namespace frontdoor::api
