#pragma once
// Rules about the source text that neither the compiler nor clang-tidy checks. Each takes one file, and gives the lines
// at which it breaks the rule; a file that the rule is not about gives none.

#include <cstddef>
#include <string>
#include <vector>

#include "tests/unit/source_tidy/source_tree.hpp"

namespace frontdoor::tidy {

struct finding {
  std::string path;
  std::size_t line;
  std::string what;
};

using findings = std::vector<finding>;
using rule = findings (*)(const source_file&);

// What the parts may know of each other.
findings triage_is_pure(const source_file& file); // no sockets, SQL, threads, clock, randomness, files
findings triage_does_not_know_the_server(const source_file& file);
findings beast_stays_in_its_files(const source_file& file); // the two sessions and the library's own unit
findings sql_stays_in_server_db(const source_file& file);   // libpqxx and libpq
findings sqlite_stays_in_server_journal(const source_file& file);

// Coroutines and Beast (docs/decisions/0004, 0005).
findings reads_keep_the_body_limit(const source_file& file); // never `parser.get()` in a read: it drops the limit
findings no_temporaries_beside_co_await(const source_file& file
); // capturing lambdas, braced lists: some compilers free them twice
findings no_co_await_in_conditions(const source_file& file); // not within ?:, && or ||

// Habits.
findings only_programs_print(const source_file& file);      // logs go through server/observe
findings tests_do_not_sleep(const source_file& file);       // they look again in short steps, up to a deadline
findings files_stay_readable(const source_file& file);      // at most 700 lines
findings functions_stay_readable(const source_file& file);  // at most 80 lines from brace to brace
findings headers_guard_themselves(const source_file& file); // #pragma once
findings nothing_is_unfinished(const source_file& file);    // no words that say so
findings no_words_of_a_workbench(const source_file& file);  // no paths or tools of one machine

// C++ files that no CMakeLists.txt of the tree names.
findings orphans(const std::vector<source_file>& files);

// Functions of one name in the unnamed namespaces of two sources of a folder of triage/ or server/: in a unity build
// the one is an unasked overload of the other.
findings helpers_named_twice(const std::vector<source_file>& files);

// "path:line: what", one a line.
std::string report(const findings& found);

} // namespace frontdoor::tidy
