#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "server/http/static_files.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace frontdoor;
namespace fs = std::filesystem;

namespace {

// A built console in a folder of its own.
struct built_console {
  frontdoor::testing::temporary_folder folder;
  built_console() {
    write("index.html", "<!doctype html><title>Frontdoor</title>");
    write("assets/app-Bx3k_9fQ.js", std::string(5000, 'a'));
    write("assets/plain.css", "a{}");
    write("icon.png", "png");
    write(".secret", "hidden");
    fs::create_symlink("/etc/passwd", folder.path() / "passwd.txt");
  }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  }
};

http::request get(std::string path, std::vector<std::pair<std::string, std::string>> headers = {}) {
  http::request r;
  r.verb = http::method::get;
  r.path = std::move(path);
  r.headers = std::move(headers);
  return r;
}

std::string header(const http::response& r, std::string_view name) {
  for (const auto& [key, value] : r.headers) {
    if (key == name) return value;
  }
  return {};
}

} // namespace

TEST_CASE("The console's files are served from memory with the right caching") {
  const built_console built;
  const http::static_files files(built.folder.path());
  CHECK(files.size() == 4);

  const auto index = files.find(get("/"));
  REQUIRE(index);
  CHECK(index->content_type == "text/html; charset=utf-8");
  CHECK(header(*index, "cache-control") == "no-cache");
  CHECK(header(*index, "content-security-policy").find("default-src 'self'") == 0);
  CHECK(header(*index, "content-security-policy").find("unsafe") == std::string::npos);
  CHECK(!header(*index, "etag").empty());

  const auto script = files.find(get("/assets/app-Bx3k_9fQ.js"));
  REQUIRE(script);
  CHECK(script->content_type == "text/javascript; charset=utf-8");
  CHECK(header(*script, "cache-control") == "public, max-age=31536000, immutable");
  CHECK(header(*script, "vary") == "Accept-Encoding");
  CHECK(script->body->size() == 5000);
  CHECK(header(*files.find(get("/assets/plain.css")), "cache-control") == "no-cache");
  CHECK(files.find(get("/icon.png"))->content_type == "image/png");
}

TEST_CASE("The console's pages may reach this server alone, and one origin of tiles where that is set") {
  const built_console built;
  const auto closed = header(*http::static_files(built.folder.path()).find(get("/")), "content-security-policy");
  CHECK(closed == http::console_security_policy(""));
  CHECK(closed.find("http") == std::string::npos);
  const auto with_tiles = http::console_security_policy("https://tiles.example:8443");
  const http::static_files files(built.folder.path(), with_tiles);
  CHECK(header(*files.find(get("/")), "content-security-policy") == with_tiles);
  CHECK(with_tiles.find("img-src 'self' data: blob: https://tiles.example:8443;") != std::string::npos);
  CHECK(with_tiles.find("connect-src 'self' https://tiles.example:8443;") != std::string::npos);
  CHECK(with_tiles.find("default-src 'self';") == 0);
  CHECK(with_tiles.find("worker-src 'self' blob:;") != std::string::npos);
}

TEST_CASE(
    "Files come compressed to those who take it, under an ETag of their own, and not at all to those who have them"
) {
  const built_console built;
  const http::static_files files(built.folder.path());
  const std::string path = "/assets/app-Bx3k_9fQ.js";
  const auto plain = files.find(get(path));
  const auto small = files.find(get(path, {{"accept-encoding", "gzip"}}));
  CHECK(header(*small, "content-encoding") == "gzip");
  CHECK(small->body->size() < 200);
  const std::string etag = header(*small, "etag");
  CHECK(etag != header(*plain, "etag"));
  CHECK(files.find(get(path, {{"accept-encoding", "gzip"}, {"if-none-match", "\"x\", " + etag}}))->status == 304);
  CHECK(files.find(get(path, {{"accept-encoding", "gzip"}, {"if-none-match", "W/" + etag}}))->status == 304);
  CHECK(files.find(get(path, {{"if-none-match", etag}}))->status == 200);
}

TEST_CASE("Addresses of the console lead to it, everything else leads nowhere") {
  const built_console built;
  const http::static_files files(built.folder.path());
  const std::pair<std::string, std::string> browser{"accept", "text/html,*/*"};
  CHECK(files.find(get("/incidents/17", {browser})));
  CHECK(files.find(get("/incidents/17", {{"sec-fetch-mode", "navigate"}})));
  CHECK(!files.find(get("/incidents/17", {browser, {"sec-fetch-mode", "cors"}})));
  CHECK(!files.find(get("/incidents/17")));
  CHECK(!files.find(get("/v1/incidents/17", {browser})));
  CHECK(!files.find(get("/assets/gone-12345678.js", {browser})));
  CHECK(!files.find(get("/.secret")));
  CHECK(!files.find(get("/passwd.txt")));
  CHECK(!files.find(get("/../" + built.folder.path().filename().string() + "/index.html")));
  CHECK(!http::static_files("/nowhere/at/all").find(get("/")));
  CHECK_THROWS(http::static_files(built.folder.path(), "", 100));
}
