// The limit to measure against: the very rows that Frontdoor wrote, inserted again by one connection in batches of 128
// contacts a transaction, into tables with the same columns and indexes, with no check, lock, number or chain.
// Usage: intake_bare_insert URL CONTACTS PASSES. Prints the median of the passes as JSON.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include <pqxx/pqxx>

namespace {

constexpr int batch_size = 128; // contacts

// A table that a contact writes to, and how its rows belong to the contacts of the sample `s`.
struct table {
  const char* name;
  const char* rows_of_sample;
};

constexpr table tables[] = {
    {"streams", "join events e on e.position between s.first_position and s.last_position and e.version = 1 "
                "join streams t on t.stream_id = e.stream_id"},
    {"events", "join events t on t.position between s.first_position and s.last_position"},
    {"sealed_parts", "join sealed_parts t on t.position between s.first_position and s.last_position"},
    {"idempotency", "join idempotency t on t.first_position = s.first_position"},
    {"timers", "join events e on e.position between s.first_position and s.last_position and e.version = 1 "
               "join timers t on t.stream_id = e.stream_id"},
    {"history_keys", "join events e on e.position = s.first_position join history_keys t on t.contact = e.stream_id"},
};

using column = std::vector<std::optional<std::string>>;

struct table_rows {
  std::string statement; // the name of the prepared insert
  std::vector<std::vector<column>> batches;
  std::size_t count = 0;
};

std::string array_literal(const column& values) {
  std::string out = "{";
  for (const auto& value : values) {
    if (out.size() > 1) out += ',';
    if (!value) {
      out += "NULL";
      continue;
    }
    out += '"';
    for (const char c : *value) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + "}";
}

// Makes the twin of a table and prepares the insert of many rows at once.
std::vector<std::string> prepare(pqxx::connection& connection, const table& t) {
  pqxx::work work(connection);
  const std::string name = t.name;
  work.exec("create table bare." + name + " (like public." + name + " including all)");
  const auto found = work.exec_params(
      "select attname, format_type(atttypid, atttypmod) from pg_attribute where attrelid = $1::regclass and attnum > 0 "
      "and not attisdropped order by attnum",
      "public." + name
  );
  std::vector<std::string> names;
  std::string list;
  std::string arrays;
  for (const auto& row : found) {
    names.emplace_back(row[0].c_str());
    list += (list.empty() ? "" : ", ") + names.back();
    arrays += (arrays.empty() ? "$" : ", $") + std::to_string(names.size()) + "::" + row[1].c_str() + "[]";
  }
  work.commit();
  connection.prepare(name, "insert into bare." + name + " (" + list + ") select * from unnest(" + arrays + ")");
  return names;
}

table_rows read_rows(pqxx::connection& connection, const table& t, const std::vector<std::string>& names) {
  pqxx::read_transaction work(connection);
  std::string query = "select s.n / " + std::to_string(batch_size);
  for (const auto& name : names)
    query += ", t." + name;
  const auto found = work.exec(query + " from sample s " + t.rows_of_sample + " order by s.n");
  table_rows rows;
  rows.statement = t.name;
  rows.count = found.size();
  for (const auto& row : found) {
    const auto batch = row[0].as<std::size_t>();
    if (rows.batches.size() <= batch) rows.batches.resize(batch + 1, std::vector<column>(names.size()));
    for (std::size_t c = 0; c < names.size(); ++c) {
      const auto field = row[static_cast<pqxx::row::size_type>(c + 1)];
      auto& values = rows.batches[batch][c];
      values.push_back(field.is_null() ? std::nullopt : std::optional<std::string>(field.c_str()));
    }
  }
  return rows;
}

double insert_all(pqxx::connection& connection, const std::vector<table_rows>& all, std::size_t batches) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t batch = 0; batch < batches; ++batch) {
    pqxx::work work(connection);
    for (const auto& rows : all) {
      if (batch >= rows.batches.size() || rows.batches[batch].front().empty()) continue;
      std::vector<std::string> arrays;
      for (const auto& values : rows.batches[batch])
        arrays.push_back(array_literal(values));
      work.exec_prepared(rows.statement, pqxx::prepare::make_dynamic_params(arrays));
    }
    work.commit();
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void execute(pqxx::connection& connection, const std::string& statement) {
  pqxx::nontransaction work(connection);
  work.exec(statement);
}

std::size_t make_sample(pqxx::connection& connection, const std::string& contacts) {
  execute(connection, "drop schema if exists bare cascade");
  execute(connection, "create schema bare");
  execute(
      connection, "create temp table sample as select row_number() over (order by first_position) - 1 as n, "
                  "first_position, last_position from idempotency i join events e on e.position = i.first_position "
                  "where e.type = 'contact.received' order by first_position limit " +
                      contacts
  );
  execute(connection, "analyze sample");
  pqxx::read_transaction work(connection);
  return work.exec("select count(*) from sample")[0][0].as<std::size_t>();
}

void run(const std::string& url, const std::string& wanted, int passes) {
  pqxx::connection connection(url);
  const auto contacts = make_sample(connection, wanted);
  if (contacts == 0) throw std::runtime_error("no contacts in the database");
  std::vector<table_rows> all;
  std::string counts;
  std::string truncate;
  for (const auto& t : tables) {
    all.push_back(read_rows(connection, t, prepare(connection, t)));
    counts += (counts.empty() ? "\"" : ",\"") + std::string(t.name) +
              "\":" + std::to_string(static_cast<double>(all.back().count) / static_cast<double>(contacts));
    truncate += (truncate.empty() ? "truncate bare." : ", bare.") + std::string(t.name);
  }
  const auto batches = (contacts + batch_size - 1) / batch_size;
  std::vector<double> rates;
  for (int pass = 0; pass < passes; ++pass) {
    execute(connection, truncate);
    execute(connection, "checkpoint");
    rates.push_back(static_cast<double>(contacts) / insert_all(connection, all, batches));
  }
  std::sort(rates.begin(), rates.end());
  execute(connection, "drop schema bare cascade");
  std::cout << R"({"contacts":)" << contacts << R"(,"rps":)" << rates[rates.size() / 2] << R"(,"rows_a_contact":{)"
            << counts << "}}" << std::endl;
}

} // namespace

int main(int count, char** arguments) {
  try {
    if (count != 4) throw std::runtime_error("usage: intake_bare_insert URL CONTACTS PASSES");
    run(arguments[1], arguments[2], std::stoi(arguments[3]));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "intake_bare_insert: " << error.what() << '\n';
    return 2;
  }
}
