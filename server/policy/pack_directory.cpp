#include "server/policy/pack_directory.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "triage/assessment/assess.hpp"

namespace frontdoor::policy {
namespace {

constexpr std::size_t files_max = 200;
constexpr std::uintmax_t file_bytes_max = std::uintmax_t{16} << 20U;
constexpr std::array held_to{
    std::pair{"pack.json", "policy-pack.schema.json"}, std::pair{"safety.json", "policy-safety.schema.json"}
};

std::string read_file(const std::filesystem::path& path) {
  if (std::filesystem::file_size(path) > file_bytes_max) throw std::runtime_error(path.string() + " is too large");
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return content;
}

struct digest_deleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// pack.json, and safety.json where there is one.
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
