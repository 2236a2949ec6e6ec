#pragma once
// The words of schema faults. Internal.

#include <string>
#include <vector>

#include "server/schema/schema_node.hpp"

namespace frontdoor::schema {

std::string or_else(const std::string& wanted, const std::string& otherwise);

std::string type_words(unsigned types);                             // "text or null"
std::string type_remedy(unsigned types);                            // "send it as text, in quotation marks"
std::string value_words(const std::vector<nlohmann::json>& values); // "one of 999, 101, ..."
std::string value_remedy(const schema_node& node, const nlohmann::json& value);
std::string missing_remedy(const schema_node& node);
std::string format_words(text_format format);
std::string format_remedy(text_format format);
std::string number_words(double number);
std::string counted(std::size_t count, const std::string& noun); // "1 item", "20 items"
std::string member_words(const schema_node& node);

} // namespace frontdoor::schema
