#include "server/policy/pack_directory.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "server/whole_file.hpp"
#include "triage/assessment/assess.hpp"

namespace frontdoor::policy {
namespace {

constexpr std::size_t files_max = 200;
constexpr std::uintmax_t file_bytes_max = std::uintmax_t{16} << 20U;
constexpr std::array held_to{
    std::pair{"pack.json", "policy-pack.schema.json"}, std::pair{"safety.json", "policy-safety.schema.json"},
    std::pair{"cues.json", "policy-cues.schema.json"}, std::pair{"day-one.json", "policy-day-one.schema.json"},
    std::pair{"nsir.json", "policy-nsir.schema.json"}
};

std::string read_file(const std::filesystem::path& path) {
  if (std::filesystem::file_size(path) > file_bytes_max) throw std::runtime_error(path.string() + " is too large");
  auto content = content_of(path);
  if (!content) throw std::runtime_error("cannot read " + path.string());
  return std::move(*content);
}

struct digest_deleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// What pack.json names under "shared". Only plain names: a pack reads nothing outside its folder and the common one.
std::vector<std::string> shared_names(const std::map<std::string, std::string>& files) {
  std::vector<std::string> names;
  const auto it = files.find("pack.json");
  const auto head = it == files.end() ? nlohmann::json() : nlohmann::json::parse(it->second, nullptr, false);
  if (!head.is_object() || !head.contains("shared") || !head["shared"].is_array()) return names;
  for (const auto& entry : head["shared"]) {
    const auto name = entry.is_string() ? entry.get<std::string>() : std::string{};
    if (name.find_first_of("/\\") == std::string::npos && (name.ends_with(".dmn") || name.ends_with(".json"))) {
      names.push_back(name);
    }
  }
  return names;
}

std::filesystem::path common_folder(const std::filesystem::path& directory) {
  return std::filesystem::absolute(directory / "").parent_path().parent_path() / "common";
}

// A name in both folders would leave open which of the two counts.
triage::faults check_shared(const std::filesystem::path& directory, const std::map<std::string, std::string>& files) {
  triage::faults found;
  const auto names = shared_names(files);
  for (const auto& name : names) {
    if (!std::filesystem::exists(directory / name)) continue;
    found.push_back(
        {"/shared", "duplicate", "\"" + name + "\" is shared and also stands in the pack's own folder",
         "take it out of one of them", "pack.json"}
    );
  }
  return found;
}

// pack.json, and the others where there are any.
triage::faults check_schemas(const std::map<std::string, std::string>& files, const schema::schema_set& schemas) {
  triage::faults all;
  for (const auto& [file, schema] : held_to) {
    const auto it = files.find(file);
    if (it == files.end()) continue;
    const auto document = nlohmann::json::parse(it->second, nullptr, false);
    if (document.is_discarded()) continue;
    for (auto& fault : schemas.validate(schema, document)) {
      fault.file = file;
      all.push_back(std::move(fault));
    }
  }
  return all;
}

} // namespace

std::map<std::string, std::string> read_pack_files(const std::filesystem::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const auto extension = entry.path().extension();
    if (!entry.is_regular_file() || (extension != ".json" && extension != ".dmn")) continue;
    if (files.size() == files_max) throw std::runtime_error(directory.string() + " has too many files");
    files.emplace(entry.path().filename().string(), read_file(entry.path()));
  }
  const auto common = common_folder(directory);
  for (const auto& name : shared_names(files)) {
    if (files.size() == files_max) throw std::runtime_error(directory.string() + " has too many files");
    if (std::filesystem::is_regular_file(common / name)) files.try_emplace(name, read_file(common / name));
  }
  return files;
}

std::string hash_pack_files(const std::map<std::string, std::string>& files) {
  const std::unique_ptr<EVP_MD_CTX, digest_deleter> context(EVP_MD_CTX_new());
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) throw std::runtime_error("no SHA-256");
  for (const auto& [name, content] : files) {
    const auto head = name + '\n' + std::to_string(content.size()) + '\n';
    EVP_DigestUpdate(context.get(), head.data(), head.size());
    EVP_DigestUpdate(context.get(), content.data(), content.size());
  }
  std::array<unsigned char, 32> digest{};
  EVP_DigestFinal_ex(context.get(), digest.data(), nullptr);
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const auto byte : digest) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

std::expected<std::shared_ptr<const triage::policy_pack>, triage::faults>
read_pack_directory(const std::filesystem::path& directory, const schema::schema_set& schemas) {
  const auto files = read_pack_files(directory);
  auto found = check_schemas(files, schemas);
  const auto twice = check_shared(directory, files);
  found.insert(found.end(), twice.begin(), twice.end());
  auto pack = triage::load_pack(files, hash_pack_files(files));
  if (!pack) found.insert(found.end(), pack.error().begin(), pack.error().end());
  if (!found.empty()) return std::unexpected(std::move(found));
  if (const auto it = files.find("scenarios.json"); it != files.end()) {
    found = triage::check_scenarios(*pack, nlohmann::json::parse(it->second, nullptr, false), it->first);
    if (!found.empty()) return std::unexpected(std::move(found));
  }
  return std::make_shared<const triage::policy_pack>(std::move(*pack));
}

} // namespace frontdoor::policy
