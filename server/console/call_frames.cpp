#include "server/console/call_frames.hpp"

#include <nlohmann/json.hpp>

#include "server/auth/visibility.hpp"
#include "server/http/ascii.hpp"

namespace frontdoor::console {

using nlohmann::json;

namespace {

bool takes_calls(const auth::principal& who) {
  return who.credential == auth::credential::session && who.may(auth::permission::task_work) &&
         who.may(auth::permission::contact_create);
}

} // namespace

call_sight sight_of(const auth::principal& who, const triage::call_record& call) {
  if (!takes_calls(who) || call.over_at) return call_sight::none;
  if (call.answered_at) {
    return call.agent && http::is_same_word(*call.agent, who.name) ? call_sight::own : call_sight::none;
  }
  const bool in_district = !call.district || who.covers(call.district);
  return in_district ? call_sight::ringing : call_sight::none;
}

void call_frames::begin(const dispatch::call_board& calls) {
  whole_ = true;
  told_.clear();
  changed_.clear();
  for (const auto& [id, call] : calls.live())
    changed_.insert(id);
}

void call_frames::changed(const std::vector<triage::uuid>& calls, const dispatch::call_board& board) {
  for (const auto& id : calls) {
    if (board.find(id) != nullptr || told_.contains(id)) {
      changed_.insert(id);
    } else {
      changed_.erase(id); // came and went before it could be told
    }
  }
}

std::optional<call_message>
call_frames::next(const auth::principal& who, const dispatch::call_board& board, std::size_t bytes_max) {
  if (!takes_calls(who)) {
    whole_ = false;
    changed_.clear();
    return std::nullopt;
  }
  call_message out;
  std::string items;
  json gone = json::array();
  while (!changed_.empty() && items.size() < bytes_max) {
    const auto id = *changed_.begin();
    changed_.erase(changed_.begin());
    const auto* call = board.find(id);
    const auto sight = call == nullptr ? call_sight::none : sight_of(who, *call);
    if (sight == call_sight::none) {
      if (told_.erase(id) != 0) gone.push_back(id.to_string());
      read_.erase(id);
      continue;
    }
    auto card = triage::card(*call);
    if (sight == call_sight::own && auth::detail_for(who) == auth::detail::full) {
      card["personal"] = triage::card_personal(*call);
      if (read_.insert(id).second) out.personal.push_back(id);
    }
    if (!items.empty()) items += ',';
    items += card.dump();
    told_.insert(id);
  }
  if (!whole_ && items.empty() && gone.empty()) return std::nullopt;
  out.text = std::string(R"({"type":"call","whole":)") + (whole_ ? "true" : "false") + R"(,"items":[)" + items +
             R"(],"gone":)" + gone.dump() + "}";
  whole_ = false;
  return out;
}

} // namespace frontdoor::console
