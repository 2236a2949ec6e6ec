#include "server/auth/accounts.hpp"

#include <algorithm>
#include <istream>

#include "server/auth/problems.hpp"

namespace frontdoor::auth {

namespace {

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80; // not a continuation byte of UTF-8
  }));
}

bool name_is_sound(const std::string& name) {
  const auto starts = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto continues = [&](char c) { return starts(c) || c == '.' || c == '_' || c == '-'; };
  return name.size() >= 2 && name.size() <= 64 && starts(name.front()) &&
         std::all_of(name.begin(), name.end(), continues);
}

} // namespace

triage::faults check_password(const std::string& password, const std::string& name, std::size_t length_min) {
  triage::faults found;
  if (characters(password) < length_min || password.size() > password_length_most) {
    const auto limits =
        std::to_string(length_min) + " characters or more, at most " + std::to_string(password_length_most) + " bytes";
    found.push_back({"/password", "out_of_range", "The password is too short or too long.", "Use " + limits + ".", ""});
  } else if (password == name) {
    found.push_back({"/password", "same_as_name", "The password is the account's name.", "Choose another.", ""});
  }
  return found;
}

triage::faults check_account(const account_request& wanted, std::size_t password_length_min) {
  auto found = check_password(wanted.password, wanted.name, password_length_min);
  if (!name_is_sound(wanted.name)) {
    found.push_back(
        {"/name", "malformed", "The name cannot be used.",
         "Use 2 to 64 small letters, digits, dots, hyphens and underscores, a letter or digit first.", ""}
    );
  }
  if (wanted.display_name.empty() || wanted.display_name.size() > 400) {
    found.push_back({"/display_name", "out_of_range", "The display name is empty or too long.", "", ""});
  }
  if (wanted.role == role::integrator) {
    found.push_back({"/role", "not_a_person", "Programs have no accounts.", "Make an API key for it.", ""});
  }
  return found;
}

boost::asio::awaitable<std::expected<account, http::problem>> make_account(
    store& kept_in, passwords& hashing, clock::identifiers& ids, account_request wanted,
    std::size_t password_length_min, on_behalf by
) {
  auto faults = check_account(wanted, password_length_min);
  if (!faults.empty()) {
    co_return std::unexpected(http::problem(
        422, "invalid_body", "The account cannot be made so",
        "Nothing was stored. Each fault is listed in errors, with what to do about it.", std::move(faults)
    ));
  }
  auto hash = co_await hashing.hash(std::move(wanted.password));
  if (!hash) co_return std::unexpected(too_busy());
  account made;
  made.id = ids.make(by.at);
  made.name = std::move(wanted.name);
  made.display_name = std::move(wanted.display_name);
  made.role = wanted.role;
  made.districts = std::move(wanted.districts);
  made.password_hash = std::move(*hash);
  made.created_at = by.at;
  const auto outcome = co_await kept_in.add_account(made, std::move(by));
  if (!outcome) co_return std::unexpected(store_away());
  if (*outcome == added::name_taken) {
    co_return std::unexpected(
        http::problem(409, "account_exists", "There is an account of this name", "Choose another name.")
    );
  }
  if (*outcome == added::too_many) {
    co_return std::unexpected(http::problem(409, "too_many_accounts", "There are too many accounts"));
  }
  co_return made;
}

std::string read_password(std::istream& in) {
  std::string line;
  std::getline(in, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

} // namespace frontdoor::auth
