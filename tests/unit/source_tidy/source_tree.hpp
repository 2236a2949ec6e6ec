#pragma once
// The project's own text, read from the checkout, in the two forms that the rules look at.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace frontdoor::tidy {

struct source_file {
  source_file(std::string path_given, std::string text_given);

  std::string path; // relative to the checkout, with '/'
  std::string text;
  std::string code; // as long as text, line for line: comments, and what stands in quotes, replaced by blanks

  std::string extension() const;
  bool is_cpp() const;                           // .cpp or .hpp
  bool under(std::string_view folder) const;     // "triage/"
  std::size_t line_of(std::size_t offset) const; // from 1
};

// C++ text with comments and the contents of string and character literals blanked; includes keep their names.
std::string blank_comments_and_literals(std::string_view text);

// Every text file of ours under `root`: not what was built, installed or downloaded.
std::vector<source_file> read_tree(const std::filesystem::path& root);

} // namespace frontdoor::tidy
