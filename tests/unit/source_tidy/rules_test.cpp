// Each rule catches a planted sample, and leaves its harmless neighbour alone.
#include <catch2/catch.hpp>

#include "tests/unit/source_tidy/rules.hpp"

using namespace frontdoor::tidy;

namespace {

std::size_t count(rule keeps, const std::string& path, const std::string& text) {
  return keeps(source_file(path, text)).size();
}

std::string in_function(const std::string& statement) {
  return "awaitable<void> f() {\n  " + statement + "\n}\n";
}

std::string lines(std::size_t number) {
  std::string text;
  for (std::size_t i = 0; i < number; ++i)
    text += "  ++x;\n";
  return text;
}

} // namespace

TEST_CASE("comments and literals are blanked, line for line") {
  CHECK(blank_comments_and_literals("a; // b\nc") == "a;     \nc");
  CHECK(blank_comments_and_literals("a /* b\n c */ d") == "a     \n      d");
  CHECK(blank_comments_and_literals(R"(f("a\"b", 'c', 1'000);)") == R"(f("    ", ' ', 1'000);)");
  CHECK(blank_comments_and_literals("f(R\"(x\"y)\", z);") == "f(R\"     \", z);");
  CHECK(blank_comments_and_literals("#include \"a/b.hpp\"") == "#include \"a/b.hpp\"");
  CHECK(source_file("a.cpp", "one\ntwo\nthree").line_of(4) == 2);
}

TEST_CASE("rule: triage is pure") {
  for (const std::string include :
       {"<thread>", "<mutex>", "<fstream>", "<iostream>", "<random>", "<boost/asio.hpp>", "<boost/beast/core.hpp>",
        "<pqxx/pqxx>", "<libpq-fe.h>"}) {
    INFO(include);
    CHECK(count(triage_is_pure, "triage/a.cpp", "#include <string>\n#include " + include + "\n") == 1);
    CHECK(count(triage_is_pure, "server/a.cpp", "#include " + include + "\n") == 0);
  }
  CHECK(count(triage_is_pure, "triage/a.cpp", "auto now = std::chrono::system_clock::now();") == 1);
  CHECK(count(triage_is_pure, "triage/a.cpp", "auto home = std::getenv(\"HOME\");") == 1);
  CHECK(count(triage_is_pure, "triage/a.cpp", "#include <chrono>\n// system_clock::now is not called here\n") == 0);
}

TEST_CASE("rule: triage does not know the server") {
  CHECK(count(triage_does_not_know_the_server, "triage/a.hpp", "#include \"server/http/message.hpp\"\n") == 1);
  CHECK(count(triage_does_not_know_the_server, "triage/a.hpp", "#include \"triage/fault.hpp\"\n") == 0);
}

TEST_CASE("rule: Beast stays in its files") {
  const std::string text = "#include <boost/beast/http.hpp>\n";
  CHECK(count(beast_stays_in_its_files, "server/api/contacts.cpp", text) == 1);
  CHECK(count(beast_stays_in_its_files, "server/http/session.hpp", text) == 1);
  CHECK(count(beast_stays_in_its_files, "server/api/a.cpp", "#include \"server/http/request_parser.hpp\"\n") == 1);
  CHECK(count(beast_stays_in_its_files, "server/http/session.cpp", text) == 0);
  CHECK(count(beast_stays_in_its_files, "server/console/socket.cpp", text) == 0);
}

TEST_CASE("rule: SQL stays in server/db") {
  CHECK(count(sql_stays_in_server_db, "server/api/contacts.cpp", "#include <pqxx/pqxx>\n") == 1);
  CHECK(count(sql_stays_in_server_db, "server/auth/accounts.cpp", "#include <libpq-fe.h>\n") == 1);
  CHECK(count(sql_stays_in_server_db, "server/db/postgres.cpp", "#include <pqxx/pqxx>\n") == 0);
  CHECK(count(sqlite_stays_in_server_journal, "server/outage/gate.cpp", "#include <sqlite3.h>\n") == 1);
  CHECK(count(sqlite_stays_in_server_journal, "server/journal/sqlite.cpp", "#include <sqlite3.h>\n") == 0);
}

TEST_CASE("rule: reads keep the body limit") {
  CHECK(
      count(
          reads_keep_the_body_limit, "server/http/session.cpp", "http::async_read(stream, buffer, parser.get(), token);"
      ) == 1
  );
  CHECK(
      count(reads_keep_the_body_limit, "server/http/session.cpp", "http::read(stream, buffer,\n  parser_->get());") == 1
  );
  CHECK(
      count(
          reads_keep_the_body_limit, "server/http/session.cpp",
          "http::async_read(stream, buffer, parser, token);\nuse(parser.get());"
      ) == 0
  );
}

TEST_CASE("rule: no temporaries beside co_await") {
  for (const std::string statement :
       {"co_await co_spawn(executor, [s]() -> awaitable<void> { co_return; }, use_awaitable);",
        "co_await co_spawn(executor, [s = std::move(s)] { run(s); }, use_awaitable);",
        "co_spawn(make_strand(co_await this_coro::executor), [s] { run(s); }, detached);",
        "co_await run([=] { use(s); });", "auto x = co_await run([this, s]() mutable { use(s); });",
        "co_await run([&a, b] { use(a, b); });", "co_await f({\"a\", \"b\"});", "co_await f(1, {.name = x});"}) {
    INFO(statement);
    CHECK(count(no_temporaries_beside_co_await, "server/a.cpp", in_function(statement)) == 1);
  }
  for (const std::string statement :
       {"auto work = [s] { run(s); };\n  co_await f(std::move(work));", "co_await f([] { run(); });",
        "co_await f([this] { run(); });", "co_await f([&] { run(); });",
        "auto a = items[i];\n  co_await f(items[i], a);",
        "auto loop = [s]() -> awaitable<void> { co_await s->run(); };", "[[maybe_unused]] auto a = co_await f(x);",
        "if (ok) {\n co_await f(x);\n}\nstd::vector<int> list = {1};\nuse({1, 2});",
        "co_await f(x);\n  post([s] { run(s); });"}) {
    INFO(statement);
    CHECK(report(no_temporaries_beside_co_await(source_file("server/a.cpp", in_function(statement)))).empty());
  }
}

TEST_CASE("rule: no co_await in conditions") {
  for (const std::string statement :
       {"auto x = a ? co_await f() : g();", "if (a && co_await f()) g();", "if (a || !(co_await f())) g();",
        "if (co_await f(x) || b) g();", "if (co_await f(x) && b) g();"}) {
    INFO(statement);
    CHECK(count(no_co_await_in_conditions, "server/a.cpp", in_function(statement)) == 1);
  }
  for (const std::string statement :
       {"auto&& x = co_await f();", "auto x = co_await f();\n  if (x && y) g();",
        "if (auto n = co_await f(); n > 0) g();", "for (auto&& each : co_await f()) g(each);",
        "if (co_await f(x)) {\n    return a && b;\n  }"}) {
    INFO(statement);
    CHECK(report(no_co_await_in_conditions(source_file("server/a.cpp", in_function(statement)))).empty());
  }
}

TEST_CASE("rule: only programs print") {
  CHECK(count(only_programs_print, "server/api/contacts.cpp", "std::cout << x;") == 1);
  CHECK(count(only_programs_print, "triage/a.cpp", "printf(\"x\");") == 1);
  CHECK(count(only_programs_print, "server/main.cpp", "std::cout << x;") == 0);
  CHECK(count(only_programs_print, "server/account_command.cpp", "std::cout << x;") == 0);
  CHECK(count(only_programs_print, "server/a.cpp", "snprintf(b, 3, x); // std::cout\n") == 0);
}

TEST_CASE("rule: tests do not sleep") {
  CHECK(count(tests_do_not_sleep, "tests/unit/a.cpp", "std::this_thread::sleep_for(1s);") == 1);
  CHECK(
      count(tests_do_not_sleep, "tests/unit/a.cpp", "std::this_thread::sleep_for(std::chrono::milliseconds(300));") == 1
  );
  CHECK(count(tests_do_not_sleep, "tests/unit/a.cpp", "std::this_thread::sleep_for(pause);") == 1);
  CHECK(
      count(tests_do_not_sleep, "tests/unit/a.cpp", "while (!done()) std::this_thread::sleep_for(milliseconds(1));") ==
      0
  );
  CHECK(count(tests_do_not_sleep, "tests/unit/a.cpp", "while (!done()) std::this_thread::sleep_for(5ms);") == 0);
  CHECK(count(tests_do_not_sleep, "tests/browser/a.test.mjs", "await page.waitForTimeout(100);") == 1);
  CHECK(count(tests_do_not_sleep, "tests/support/wait.cpp", "std::this_thread::sleep_for(1ms);") == 0);
  CHECK(count(tests_do_not_sleep, "server/db/a.cpp", "std::this_thread::sleep_for(1s);") == 0);
}

TEST_CASE("rule: files stay readable") {
  CHECK(count(files_stay_readable, "server/a.cpp", lines(701)) == 1);
  CHECK(count(files_stay_readable, "server/a.cpp", lines(700)) == 0);
  CHECK(count(files_stay_readable, "schemas/openapi.yaml", lines(5000)) == 0);
}

TEST_CASE("rule: functions stay readable") {
  for (const std::string head :
       {"int f(int x) {\n", "namespace a {\nstruct b {\n  void f() const noexcept {\n",
        "namespace a::b {\nauto f(int x) -> int {\n", "c::c(int x) : x_(x), y_(2) {\n",
        "template <typename T>\nvoid f(std::vector<T> x) {\n"}) {
    INFO(head);
    CHECK(count(functions_stay_readable, "server/a.cpp", head + lines(90) + "}\n}\n}\n") == 1);
    CHECK(count(functions_stay_readable, "server/a.cpp", head + lines(60) + "}\n}\n}\n") == 0);
  }
  CHECK(count(functions_stay_readable, "server/a.cpp", "namespace a {\n" + lines(200) + "}\n") == 0);
  CHECK(
      count(functions_stay_readable, "server/a.cpp", "const std::map<int, int> table = {\n" + lines(200) + "};\n") == 0
  );
}

TEST_CASE("rule: headers guard themselves") {
  CHECK(count(headers_guard_themselves, "server/a.hpp", "#include <string>\n") == 1);
  CHECK(count(headers_guard_themselves, "server/a.hpp", "#pragma once\n") == 0);
}

TEST_CASE("rule: nothing is unfinished") {
  for (const std::string word :
       {"TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "not imple"
        "mented",
        "a st"
        "ub"}) {
    INFO(word);
    CHECK(count(nothing_is_unfinished, "docs/operations.md", "x\n" + word + ": later\n") == 1);
  }
  CHECK(count(nothing_is_unfinished, "server/a.cpp", "// stubborn\n") == 0);
}

TEST_CASE("rule: no words of a workbench") {
  for (const std::string word :
       {"/wo"
        "rk/main",
        ".libr"
        "ary/x",
        "sub"
        "agent",
        "farm-"
        "bench"}) {
    INFO(word);
    CHECK(count(no_words_of_a_workbench, "README.md", "see " + word + "\n") == 1);
  }
  CHECK(count(no_words_of_a_workbench, "README.md", "a user agent works\n") == 0);
}

TEST_CASE("rule: every C++ file is built") {
  const auto list = source_file("server/db/CMakeLists.txt", "frontdoor_library(server_db writer.cpp sub/reader.cpp)\n");
  CHECK(orphans({list, source_file("server/db/writer.cpp", ""), source_file("server/db/sub/reader.cpp", "")}).empty());
  CHECK(orphans({list, source_file("server/db/rewriter.cpp", "")}).size() == 1);
  CHECK(orphans({list, source_file("server/db/writer.cpp", ""), source_file("server/api/writer.cpp", "")}).size() == 1);
}

namespace {

// Lines of the second of two sources of one folder that have a helper of the first.
std::vector<std::size_t> named_twice(const std::string& one, const std::string& other) {
  std::vector<std::size_t> at;
  const auto found =
      helpers_named_twice({source_file("server/db/one.cpp", one), source_file("server/db/other.cpp", other)});
  for (const auto& each : found) {
    CHECK(each.path == "server/db/other.cpp");
    at.push_back(each.line);
  }
  return at;
}

std::string unnamed(const std::string& text) {
  return "#include <string>\n\nnamespace a::b {\n\nnamespace {\n\n" + text +
         "\n} // namespace\n\n} // namespace a::b\n";
}

} // namespace

TEST_CASE("rule: no helper has the name of another one of its library") {
  const auto number = unnamed("int number(int x) {\n  return x;\n}\n");
  CHECK(named_twice(number, number) == std::vector<std::size_t>{7});
  for (const std::string other :
       {"void number(std::string& out, std::uint64_t value) {\n  out += value;\n}\n",
        "template <typename T = int> std::optional<T> number(const T& x) {\n  return {x};\n}\n",
        "template <typename T>\n  requires std::integral<T>\nT number(T x) {\n  return x;\n}\n",
        "[[nodiscard]] constexpr auto number(int x = f(1)) noexcept -> int {\n  return x;\n}\n",
        "std::expected<std::vector<int>, faults>\nnumber(\n    int x, int y\n) {\n  return {};\n}\n",
        "#include \"a.hpp\"\n// about (it)\nasio::awaitable<int> number(services& s) {\n  co_return 1;\n}\n",
        "struct a {\n  int x = 1;\n};\n\nstatic a number(a one) {\n  return one;\n}\n",
        "} // namespace\n\nint f() {\n  return 1;\n}\n\nnamespace {\n\nint number() {\n  return 2;\n}\n"}) {
    INFO(other);
    CHECK(named_twice(number, unnamed(other)).size() == 1);
  }
  for (const std::string other :
       {"int a_number(int x) {\n  return number(x);\n}\n", "int number(int x);\n",
        "const auto number = [](int x) {\n  return x;\n};\n", "constexpr std::array<int, 2> number{1, 2};\n",
        "constexpr std::array<int, f.number()> list{1, 2};\n",
        "struct reader {\n  int number(int x) {\n    return x;\n  }\n};\n",
        "int reader::number(int x) {\n  return x;\n}\n", "struct number {\n  int x;\n};\n",
        "int f(int x) {\n  if (number(x)) {\n    return 1;\n  }\n  return 2;\n}\n",
        "// int number(int x) {\nint g() {\n  return 1;\n}\n",
        "} // namespace\n\nint number(int x) {\n  return x;\n}\n\nnamespace {\n"}) {
    INFO(other);
    CHECK(named_twice(number, unnamed(other)).empty());
  }
  // Overloads within one source are meant; other folders are other libraries; programs of tests say APART.
  CHECK(helpers_named_twice({source_file("server/db/one.cpp", number + number)}).empty());
  CHECK(
      helpers_named_twice({source_file("server/db/one.cpp", number), source_file("server/api/one.cpp", number)}).empty()
  );
  CHECK(helpers_named_twice({source_file("tests/a/one.cpp", number), source_file("tests/a/other.cpp", number)}).empty()
  );
  CHECK(
      helpers_named_twice({source_file("server/db/one.cpp", number), source_file("server/db/two.hpp", number)}).empty()
  );
}
