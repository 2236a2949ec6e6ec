#include "server/api/tasks.hpp"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "server/api/board_reading.hpp"
#include "server/api/command_endpoint.hpp"
#include "server/api/incident_commands.hpp"
#include "server/api/json_body.hpp"
#include "server/api/query_parameters.hpp"
#include "server/api/visible_incident.hpp"
#include "server/auth/visibility.hpp"
#include "server/command/side_runner.hpp"
#include "triage/incident/incident.hpp"

namespace frontdoor::api {

namespace asio = boost::asio;
using nlohmann::json;

namespace {

constexpr std::uint64_t tasks_default = 100;
constexpr std::uint64_t tasks_max = 1000;

struct task_services {
  services& s;
  dispatch::log_signal& published;
  std::function<const dispatch::board&()> board;
  db::screening_queries& problems;
  std::size_t problems_max; // looked through for overdue actions
};

struct task_filter {
  std::vector<std::string> owners;
  std::vector<std::string> kinds;
  std::vector<std::string> risks;
  std::optional<triage::timestamp> due_before;
  std::optional<triage::uuid> incident;
};

json listed_task(const triage::task& task, const dispatch::board_entry& entry, const triage::policy_pack& policy) {
  auto out = triage::to_json(task);
  const auto* rule = policy.working.find_task(task.kind);
  out["what"] = rule == nullptr ? task.kind : rule->text;
  out["risk"] = entry.state.grade ? json(entry.state.grade->grade) : json();
  out["incident"] = entry.state.id.to_string();
  out["number"] = entry.number;
  out["district"] = entry.state.district ? json(*entry.state.district) : json();
  return out;
}

// What is owed, written only once it is known to be among those that are asked for: tens of thousands can be owed.
struct due_task {
  triage::timestamp due_at;
  triage::uuid id;
  const triage::task* task = nullptr; // of an incident on the board, which it points into
  const dispatch::board_entry* entry = nullptr;
  json action = {}; // of a problem, where there is no task
};
using due_tasks = std::vector<due_task>;

due_tasks find_tasks(const dispatch::board& board, const auth::principal& who, const task_filter& filter) {
  due_tasks found;
  board.for_each([&](const dispatch::board_entry& entry) {
    if (filter.incident && entry.state.id != *filter.incident) return;
    if (!among(filter.risks, entry.state.grade ? entry.state.grade->grade : "ungraded") || !may_see(who, entry)) return;
    for (const auto& task : entry.state.tasks) {
      if (task.state != triage::task_state::open || !among(filter.owners, task.owner) ||
          !among(filter.kinds, task.kind))
        continue;
      if (filter.due_before && task.due_at >= *filter.due_before) continue;
      found.push_back({task.due_at, task.id, &task, &entry});
    }
  });
  return found;
}

// The number of the incident that showed the problem; none where the record cannot be reached.
asio::awaitable<std::optional<std::string>> number_of_shown(task_services& t, triage::uuid incident) {
  const auto* entry = t.board().find(incident);
  if (entry != nullptr) co_return entry->number;
  const auto row = co_await t.s.queries.stream(incident);
  if (!row) co_return std::nullopt;
  co_return row->number;
}

// Actions of problem records whose time is over: owed as everything else, and by their owners. Not part of an
// incident's tasks, so that none stands open because a partner is late.
asio::awaitable<std::optional<due_tasks>>
find_overdue_actions(task_services& t, auth::principal who, task_filter filter) {
  due_tasks found;
  const bool wanted = among(filter.kinds, "problem_action") && among(filter.risks, "ungraded");
  if (!wanted || !who.may(auth::permission::problem_work)) co_return found;
  auto districts = auth::class_of(who).districts;
  const auto rows = co_await t.problems.problems(true, std::move(districts), t.problems_max);
  if (!rows) co_return std::nullopt;
  for (const auto& row : *rows) {
    const auto found_problem =
        co_await command::read_state<command::problem_streams>(t.s.queries, row.id, row.snapshot);
    if (!found_problem) co_return std::nullopt;
    const auto& problem = *found_problem;
    if (!problem || problem->incidents.empty()) continue;
    const auto shown_by = problem->incidents.front();
    if (filter.incident && *filter.incident != shown_by) continue;
    const auto tasks = triage::overdue_tasks(*problem);
    for (const auto& task : tasks) {
      if (!among(filter.owners, task.owner)) continue;
      if (filter.due_before && task.due_at >= *filter.due_before) continue;
      auto number = co_await number_of_shown(t, shown_by);
      if (!number) co_return std::nullopt;
      auto shown = triage::to_json(task);
      shown["what"] = "Action on a problem that keeps coming back";
      shown["risk"] = nullptr;
      shown["district"] = problem->district ? json(*problem->district) : json();
      shown["incident"] = shown_by.to_string();
      shown["number"] = std::move(*number);
      found.push_back({task.due_at, task.id, nullptr, nullptr, std::move(shown)});
    }
  }
  co_return found;
}

// Ids are in the order of their making, which settles those that are due together.
bool falls_due_before(const due_task& a, const due_task& b) {
  return a.due_at != b.due_at ? a.due_at < b.due_at : a.id < b.id;
}

asio::awaitable<http::response>
list_tasks(std::shared_ptr<task_services> t, http::request request, auth::principal who) {
  query_parameters query(request, {"owner", "kind", "risk", "due_before", "incident", "limit"});
  task_filter filter;
  filter.owners = query.list("owner");
  filter.kinds = query.list("kind");
  filter.risks = query.list("risk");
  filter.due_before = query.time("due_before");
  const auto limit = query.number("limit", tasks_default, 1, tasks_max);
  if (const auto incident = query.text("incident")) {
    filter.incident = triage::uuid::parse(*incident);
    if (!filter.incident)
      query.refuse("incident", "It is not the id of an incident.", "Give it as the server gave it.");
  }
  if (!query.faults().empty()) co_return to_response(bad_parameters(query.faults()), request.request_id);
  if (!co_await caught_up(t->s, t->published)) co_return to_response(unavailable(), request.request_id);
  const auto policy = t->s.policy();
  auto actions = co_await find_overdue_actions(*t, who, filter);
  if (!actions) co_return to_response(unavailable(), request.request_id);
  auto found = find_tasks(t->board(), who, filter);
  std::ranges::move(*actions, std::back_inserter(found));
  const auto total = found.size();
  const auto end = found.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(total, limit));
  std::ranges::partial_sort(found, end, falls_due_before);
  found.erase(end, found.end());
  json out{{"items", json::array()}, {"total", total}};
  for (auto& one : found)
    out["items"].push_back(one.task == nullptr ? std::move(one.action) : listed_task(*one.task, *one.entry, *policy));
  co_return json_response(200, out);
}

// The open incident that has a task or approval of that id.
std::optional<triage::uuid> incident_of(const dispatch::board& board, const triage::uuid& id) {
  std::optional<triage::uuid> found;
  board.for_each([&](const dispatch::board_entry& entry) {
    const auto& state = entry.state;
    const bool task = triage::find_task(state, id) != nullptr;
    const bool approval = std::any_of(state.approvals.begin(), state.approvals.end(), [&](const triage::approval& one) {
      return one.id == id;
    });
    if (task || approval) found = state.id;
  });
  return found;
}

// The incident of the answer that this very request was given before: the call that ended an incident's last task may
// have let it be closed, and a repeat of that call finds it on the board no more.
asio::awaitable<std::optional<triage::uuid>> answered_on(task_services& t, http::request request, auth::principal who) {
  const auto from = origin_of(request, who);
  if (!from || !from->key) co_return std::nullopt;
  const auto kept = co_await t.s.queries.answer_for(*from->key);
  if (!kept || !*kept || (*kept)->request_hash != from->request_hash) co_return std::nullopt;
  const auto told = json::parse((*kept)->answer, nullptr, false);
  const json nowhere = json::object();
  const auto& card = told.is_object() && told.contains("incident") ? told.at("incident") : nowhere;
  if (!card.is_object() || !card.contains("id") || !card.at("id").is_string()) co_return std::nullopt;
  co_return triage::uuid::parse(card.at("id").get<std::string>());
}

asio::awaitable<std::expected<triage::uuid, http::problem>>
owner_of(task_services& t, triage::uuid id, std::string_view what) {
  auto found = incident_of(t.board(), id);
  if (!found) {
    // Perhaps another server has just made it.
    if (!co_await caught_up(t.s, t.published)) co_return std::unexpected(unavailable());
    found = incident_of(t.board(), id);
  }
  if (!found) co_return std::unexpected(not_found(what));
  co_return *found;
}

// One call on a task or an approval: what its body is, how it is read, how the answer is written.
struct owned_call {
  http::method method;
  const char* path;
  auth::permission permission;
  const char* what;
  const char* schema;
  std::expected<triage::command, triage::faults> (*read)(const json& body, const triage::uuid& id);
  std::string (*write)(const triage::decision& decision, std::string_view number);
};

const owned_call owned_calls[] = {
    {http::method::post, "/v1/tasks/{id}/complete", auth::permission::task_work, "task", "task-complete.schema.json",
     [](const json& body, const triage::uuid& id) { return as_command(triage::complete_task_from_json(body, id)); },
     write_card},
    {http::method::post, "/v1/tasks/{id}/attempts", auth::permission::task_work, "task", "task-attempt.schema.json",
     [](const json& body, const triage::uuid& id) { return as_command(triage::attempt_task_from_json(body, id)); },
     write_card},
    {http::method::post, "/v1/approvals/{id}", auth::permission::approval_decide, "approval", "approval.schema.json",
     [](const json& body, const triage::uuid& id) { return as_command(triage::decide_approval_from_json(body, id)); },
     write_approval},
};

asio::awaitable<http::response>
carry_out_owned(std::shared_ptr<task_services> t, const owned_call* call, http::request request, auth::principal who) {
  const auto id = path_id(request, call->what);
  if (!id) co_return to_response(id.error(), request.request_id);
  auto body = read_body(request, t->s.schemas, call->schema);
  if (!body) co_return to_response(body.error(), request.request_id);
  auto command = call->read(*body, *id);
  if (!command) co_return to_response(invalid_body(std::move(command.error())), request.request_id);
  auto incident = co_await owner_of(*t, *id, call->what);
  if (!incident && incident.error().status == 404) {
    if (const auto earlier = co_await answered_on(*t, request, who)) incident = *earlier;
  }
  if (!incident) co_return to_response(incident.error(), request.request_id);
  command::answer_writer write = call->write;
  co_return co_await run_on_incident(
      t->s, std::move(request), std::move(who), *incident, std::move(*command), std::move(write), 200
  );
}

} // namespace

http::endpoints task_endpoints(
    services& s, dispatch::log_signal& published, std::function<const dispatch::board&()> board,
    db::screening_queries& problems, std::size_t problems_max
) {
  using auth::access;
  using auth::permission;
  const auto t = std::make_shared<task_services>(task_services{s, published, std::move(board), problems, problems_max});
  http::endpoints rows;
  rows.push_back(
      {http::method::get,
       "/v1/tasks",
       access::needs(permission::incident_read),
       [t](http::request r, auth::principal p) { return list_tasks(t, std::move(r), std::move(p)); },
       {}}
  );
  for (const auto& call : owned_calls) {
    rows.push_back(
        {call.method, call.path, access::needs(call.permission),
         [t, &call](http::request r, auth::principal p) {
           return carry_out_owned(t, &call, std::move(r), std::move(p));
         },
         call.schema, true}
    );
  }
  return rows;
}

} // namespace frontdoor::api
