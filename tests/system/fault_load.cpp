#include "tests/system/fault_load.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>

#include "tests/support/console_client.hpp"
#include "tests/support/eventually.hpp"
#include "tests/system/contacts.hpp"

namespace frontdoor::tests {

using nlohmann::json;

namespace {

constexpr std::chrono::minutes patience{1};
constexpr std::chrono::hours longest_watch{12};

} // namespace

log_tally tally_of(const json& log) {
  log_tally found;
  std::uint64_t last = 0;
  std::map<std::string, std::uint64_t> versions; // of each stream
  for (const auto& event : log) {
    const auto position = event.at("position").get<std::uint64_t>();
    const auto type = event.at("type").get<std::string>();
    const auto subject = event.at("subject").get<std::string>();
    // Between these lie positions of streams that no feed shows, such as the surge's.
    const bool next = event.at("version").get<std::uint64_t>() == ++versions[subject];
    found.gapless = found.gapless && position > last && next;
    last = position;
    if (type == "uk.police.frontdoor.contact.received.v1") ++found.contacts[subject];
    if (type != "uk.police.frontdoor.incident.opened.v1") continue;
    ++found.incidents[subject];
    found.numbers.insert(event.at("number").get<std::string>());
  }
  return found;
}

void tell(const fault_row& row) {
  const json line{{"fault", row.fault},       {"runs", row.runs},      {"acknowledged", row.acknowledged},
                  {"in_doubt", row.in_doubt}, {"heard", row.heard},    {"timers", row.timers},
                  {"lost", row.lost},         {"doubled", row.doubled}};
  std::cout << line.dump() << '\n';
  if (const char* file = std::getenv("FRONTDOOR_FAULT_TABLE"))
    std::ofstream(file, std::ios::app) << line.dump() << '\n';
}

int fault_runs(int otherwise) {
  const char* given = std::getenv("FRONTDOOR_FAULT_RUNS");
  return given != nullptr ? std::stoi(given) : otherwise;
}

std::string key_from(std::string text) {
  std::ranges::replace(text, ' ', '-');
  return text;
}

void account_for(
    const std::vector<sent_contact>& sent, std::size_t already, const http_caller& program, const http_caller& reader,
    fault_row& row
) {
  std::set<std::string> contacts;
  for (const auto& one : sent) {
    const auto again = program.post("/v1/contacts", one.body, {{"Idempotency-Key", one.key}});
    if (again.status != 201 || (!one.answer.empty() && again.body != one.answer)) {
      ++row.lost;
      continue;
    }
    if (!one.answer.empty()) ++row.acknowledged;
    contacts.insert("contact/" + again.body_json.at("contact").at("id").get<std::string>());
  }
  const auto found = tally_of(whole_log(reader));
  if (!found.gapless) ++row.lost;
  for (const auto& contact : contacts)
    row.lost += found.contacts.contains(contact) ? 0 : 1;
  for (const auto* counts : {&found.contacts, &found.incidents}) {
    for (const auto& [subject, times] : *counts)
      row.doubled += static_cast<std::size_t>(times - 1);
  }
  // What nobody sent, and two incidents of one number.
  const auto known = already + contacts.size();
  row.doubled += found.contacts.size() - std::min(found.contacts.size(), known);
  row.doubled += found.incidents.size() - found.numbers.size();
}

persistent_load::persistent_load(http_caller program, std::string name, int clients)
    : program_(std::move(program)), name_(key_from(std::move(name))) {
  for (int client = 0; client < clients; ++client)
    threads_.emplace_back([this, client] { post(client); });
}

persistent_load::~persistent_load() {
  finish();
}

void persistent_load::call(http_caller program) {
  const std::lock_guard hold(mutex_);
  program_ = std::move(program);
}

http_caller persistent_load::program() const {
  const std::lock_guard hold(mutex_);
  return program_;
}

std::string persistent_load::last_refusal() const {
  const std::lock_guard hold(mutex_);
  return last_refusal_;
}

void persistent_load::refused(std::string why) {
  const std::lock_guard hold(mutex_);
  last_refusal_ = std::move(why);
}

bool persistent_load::goes_on(std::size_t more) const {
  const auto wanted = acknowledged_ + more;
  return eventually([&] { return acknowledged_ >= wanted; }, patience);
}

std::vector<sent_contact> persistent_load::finish() {
  stopped_ = true;
  for (auto& thread : threads_)
    thread.join();
  threads_.clear();
  return std::move(sent_);
}

bool persistent_load::taken(sent_contact& one) {
  try {
    const auto answer = program().post("/v1/contacts", one.body, {{"Idempotency-Key", one.key}});
    const auto size = answer.header("content-length");
    if (answer.status == 201 && !size.empty() && answer.body.size() == std::stoul(size)) one.answer = answer.body;
    if (one.answer.empty()) refused(std::to_string(answer.status) + " " + answer.body);
  } catch (const std::exception& error) {
    refused(error.what()); // silent or cut off: it is sent again
  }
  return !one.answer.empty();
}

void persistent_load::post(int client) {
  for (int i = 0; !stopped_; ++i) {
    sent_contact one;
    one.key = name_ + "-" + std::to_string(client) + "-" + std::to_string(i);
    one.body = i % 3 == 2 ? update_contact() : knife_contact("Call " + one.key);
    std::size_t tries = 0;
    eventually(
        [&] {
          ++tries;
          return taken(one);
        },
        patience
    );
    in_doubt_ += tries > 1 ? 1 : 0;
    const std::lock_guard hold(mutex_);
    acknowledged_ += one.answer.empty() ? 0 : 1;
    sent_.push_back(std::move(one));
  }
}

persistent_console::persistent_console(std::function<http_caller()> who)
    : who_(std::move(who)), thread_([this] { run(); }) {
  eventually([this] { return connections_ != 0; }, patience);
}

persistent_console::~persistent_console() {
  stopped_ = true;
  if (thread_.joinable()) thread_.join();
}

void persistent_console::run() {
  const auto over = [this] {
    try {
      listen();
    } catch (const std::exception& error) {
      if (std::string_view(error.what()).starts_with("a gap")) ++out_of_order_;
    }
    return stopped_ || enough();
  };
  eventually(over, longest_watch);
}

void persistent_console::listen() {
  console_client console(who_());
  const bool again = connections_ != 0;
  console.subscribe(again ? json{{"after", position_.load()}} : json::object());
  if (!again) position_ = first_ = console.position();
  ++connections_;
  while (!stopped_ && !enough()) {
    const auto message = console.next();
    if (message.at("type") == "bye") return;
    take(message, position_);
    position_ = console.position();
  }
}

void persistent_console::take(const json& message, std::uint64_t before) {
  if (message.at("type") == "snapshot") {
    boards_.emplace_back(before, message.at("position").get<std::uint64_t>());
    return;
  }
  if (message.at("type") != "frame") return;
  auto last = before;
  for (const auto& event : message.at("items")) {
    const auto position = event.at("position").get<std::uint64_t>();
    if (position <= last) ++out_of_order_;
    last = position;
    ++told_[position];
  }
}

std::vector<sent_contact>
persistent_console::account_for(const http_caller& program, const http_caller& reader, fault_row& row) {
  std::vector<sent_contact> posted;
  for (const auto* which : {"last-", "behind-"}) {
    auto& one = posted.emplace_back(which + key_from(row.fault), knife_contact(), "");
    const auto answer = program.post("/v1/contacts", one.body, {{"Idempotency-Key", one.key}});
    one.answer = answer.body;
    if (up_to_ == 0) up_to_ = answer.body_json.at("position").get<std::uint64_t>();
  }
  if (!eventually([this] { return enough(); }, patience)) ++row.lost;
  stopped_ = true;
  thread_.join();
  row.doubled += out_of_order_;
  row.heard += told_.size();
  for (const auto& event : whole_log(reader)) {
    const auto position = event.at("position").get<std::uint64_t>();
    if (position <= first_ || position > up_to_ || !event.at("subject").get<std::string>().starts_with("incident/"))
      continue;
    const auto told = told_.find(position);
    const int times = told == told_.end() ? 0 : told->second;
    row.doubled += times > 1 ? static_cast<std::size_t>(times - 1) : 0U;
    const bool on_a_board = std::ranges::any_of(boards_, [position](const auto& board) {
      return board.first < position && position <= board.second;
    });
    if (times == 0 && !on_a_board) ++row.lost;
  }
  return posted;
}

} // namespace frontdoor::tests
