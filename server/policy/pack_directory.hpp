#pragma once
// Policy packs on disk.

#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "server/schema/json_schema.hpp"
#include "triage/fault.hpp"
#include "triage/policy/pack.hpp"

namespace frontdoor::policy {

// The files of a pack by name: every *.json and *.dmn directly in `directory`, and the files that its pack.json names
// under "shared", from the folder "common" beside it. A shared file that is not there, or whose name also stands in the
// pack's own folder, is left out; read_pack_directory says so. Throws std::runtime_error when the folder or a file
// cannot be read; more than 16 MiB in one file or 200 files is refused so too.
std::map<std::string, std::string> read_pack_files(const std::filesystem::path& directory);

// SHA-256 over name, length and content of every file in order of name, as lower-case hex: the pack's content hash.
std::string hash_pack_files(const std::map<std::string, std::string>& files);

// Reads, hashes and checks a pack: pack.json and safety.json against `schemas` (policy-pack.schema.json,
// policy-safety.schema.json), the whole by triage::load_pack, and its scenarios.json, when there is one, by assessing
// every scenario. Returns the pack, or every fault found. Throws as read_pack_files does. Safe to call from any thread.
std::expected<std::shared_ptr<const triage::policy_pack>, triage::faults>
read_pack_directory(const std::filesystem::path& directory, const schema::schema_set& schemas);

} // namespace frontdoor::policy
