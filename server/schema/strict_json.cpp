#include "server/schema/strict_json.hpp"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/schema/json_pointer.hpp"

namespace frontdoor::schema {

namespace {

using nlohmann::json;

constexpr std::uint64_t safe_integer_max = 9007199254740992; // 2^53; canonical_json holds to the same

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// Builds the document and collects faults as nlohmann's reader meets each piece.
class strict_reader : public nlohmann::json_sax<json> {
 public:
  strict_reader(std::string_view text, const strict_limits& limits) : text_(text), limits_(limits) {
    open_.reserve(limits.depth + 1);
  }

  bool null() override { return add(nullptr) != nullptr; }
  bool boolean(bool value) override { return add(value) != nullptr; }

  bool number_integer(number_integer_t value) override {
    const auto* added = add(value);
    if (added != nullptr && (value < -static_cast<std::int64_t>(safe_integer_max))) number_too_large();
    return added != nullptr;
  }

  bool number_unsigned(number_unsigned_t value) override {
    const auto* added = add(value);
    if (added != nullptr && value > safe_integer_max) number_too_large();
    return added != nullptr;
  }

  // Also called for integers that no 64 bits hold.
  bool number_float(number_float_t value, const string_t&) override {
    const auto* added = add(value);
    if (added != nullptr && !(std::abs(value) <= static_cast<double>(safe_integer_max))) number_too_large();
    return added != nullptr;
  }

  bool string(string_t& value) override {
    const bool has_nul = contains(value, std::string_view("\0", 1));
    const bool too_long = value.size() > limits_.string_bytes;
    if (add(too_long ? json("") : json(std::move(value))) == nullptr) return false;
    if (has_nul) fault_here("nul_character", "holds the character U+0000", "leave the character out");
    if (too_long) {
      fault_here("too_long", "is longer than " + std::to_string(limits_.string_bytes) + " bytes", "shorten it");
    }
    return true;
  }

  bool binary(binary_t&) override { return false; } // not in JSON text

  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    auto& top = open_.back();
    const bool too_long = name.size() > limits_.name_bytes;
    if (too_long) name.resize(0);
    auto& members = top.value->get_ref<json::object_t&>();
    const auto [member, inserted] = members.try_emplace(std::move(name));
    top.member = &member->first;
    top.target = &member->second;
    if (too_long) {
      fault_here("too_long", "is a name longer than " + std::to_string(limits_.name_bytes) + " bytes", "shorten it");
    } else if (!inserted) {
      fault_here("duplicate_name", "is given twice", "give each name once");
    } else if (contains(member->first, std::string_view("\0", 1))) {
      fault_here("nul_character", "has a name that holds the character U+0000", "leave the character out");
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const json::exception& error) override {
    // The library says what it met in words only; they also quote what was sent, so they are never passed on.
    std::string_view words = error.what();
    words = words.substr(0, words.find("; last read:"));
    if (error.id == 406) {
      pending_place();
      number_too_large();
    } else if (contains(words, "surrogate")) {
      pending_place();
      fault_here(
          "lone_surrogate", "holds half of a surrogate pair (\\uD800 to \\uDFFF)",
          "write the character itself, or both halves"
      );
    } else if (contains(words, "ill-formed UTF-8")) {
      pending_place();
      fault_here("bad_utf8", "is not UTF-8, at byte " + std::to_string(position), "encode the body as UTF-8");
    } else if (contains(words, "U+0000")) {
      pending_place();
      fault_here("nul_character", "holds the character U+0000", "leave the character out");
    } else {
      syntax_error(position);
    }
    return false;
  }

  std::expected<json, triage::faults> result(bool read) {
    if (!read && faults_.empty()) add_fault("", "not_json", "the body is not JSON", "send one JSON value");
    if (more_faults_) {
      faults_.push_back(
          {"", "more_faults", "there are more faults than are listed here", "mend these and send it again", {}}
      );
    }
    if (!faults_.empty()) return std::unexpected(std::move(faults_));
    return std::move(root_);
  }

 private:
  struct level {
    json* value;                         // the open object or list
    const std::string* member = nullptr; // name of the member being read, in an object
    json* target = nullptr;              // where its value goes
  };

  // Puts a value where the next one belongs; nullptr when reading must end.
  json* add(json value) {
    if (++values_ > limits_.values) {
      add_fault(
          pointer(), "too_many_values", "the body holds more than " + std::to_string(limits_.values) + " values",
          "send less at a time"
      );
      return nullptr;
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    auto& top = open_.back();
    if (top.target != nullptr) {
      *top.target = std::move(value);
      return std::exchange(top.target, nullptr);
    }
    auto& items = top.value->get_ref<json::array_t&>();
    items.push_back(std::move(value));
    return &items.back();
  }

  bool open(json empty) {
    auto* added = add(std::move(empty));
    if (added == nullptr) return false;
    if (open_.size() == limits_.depth) {
      fault_here("too_deep", "lies deeper than " + std::to_string(limits_.depth) + " levels", "flatten it");
      return false;
    }
    open_.push_back({added, nullptr, nullptr});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  // A fault met inside a text or number that never became a value: the place is where it would have stood.
  void pending_place() { pending_ = true; }

  std::string pointer() const {
    std::string text;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const auto& at = open_[i];
      const bool last = i + 1 == open_.size();
      if (at.member != nullptr) {
        // Between members it is the next name that is at fault, and that belongs to the object.
        if (!last || !pending_ || at.target != nullptr) append_name(text, *at.member);
      } else if (at.value->is_array()) {
        const auto size = at.value->size();
        if (last && pending_)
          text += '/' + std::to_string(size);
        else if (size > 0)
          text += '/' + std::to_string(size - 1);
      }
    }
    return text;
  }

  std::string words() const {
    if (open_.empty()) return "the body";
    for (auto at = open_.rbegin(); at != open_.rend(); ++at) {
      if (at->member != nullptr)
        return at == open_.rbegin() ? clipped(*at->member) : "an item of " + clipped(*at->member);
    }
    return open_.back().value->is_array() ? "an item of the list" : "a name in the body";
  }

  void number_too_large() {
    fault_here(
        "number_too_large", "is beyond 2^53 (9007199254740992), which not every reader can hold",
        "send a smaller number, or an identifier as text"
    );
  }

  void syntax_error(std::size_t position) {
    // nlohmann counts from 1 and points at the last byte it read.
    std::size_t line = 1;
    const auto end = std::min(position == 0 ? 0 : position - 1, text_.size());
    for (std::size_t i = 0; i < end; ++i)
      line += text_[i] == '\n' ? 1 : 0;
    std::string detail = text_.empty() ? "the body is empty"
                                       : "the body is not JSON from byte " + std::to_string(position) + " (line " +
                                             std::to_string(line) + ") on";
    add_fault(pointer(), "not_json", std::move(detail), "send one JSON value and nothing after it");
  }

  void fault_here(std::string code, const std::string& what, std::string remedy) {
    add_fault(pointer(), std::move(code), words() + " " + what, std::move(remedy));
  }

  void add_fault(std::string at, std::string code, std::string detail, std::string remedy) {
    if (faults_.size() >= limits_.faults) {
      more_faults_ = true;
      return;
    }
    faults_.push_back({std::move(at), std::move(code), std::move(detail), std::move(remedy), {}});
  }

  std::string_view text_;
  const strict_limits& limits_;
  json root_;
  std::vector<level> open_;
  triage::faults faults_;
  std::size_t values_ = 0;
  bool pending_ = false;
  bool more_faults_ = false;
};

} // namespace

std::expected<json, triage::faults> parse_strict(std::string_view text, const strict_limits& limits) {
  strict_reader reader(text, limits);
  const bool read = json::sax_parse(text, &reader);
  return reader.result(read);
}

} // namespace frontdoor::schema
