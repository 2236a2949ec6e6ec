#include "server/config/settings_table.hpp"

#include <algorithm>
#include <array>

namespace frontdoor::config {

namespace {

// The accessor of a field, as a function pointer of the field's own type.
#define FIELD(path) [](settings& s) -> auto& { return s.path; }

key text(std::string_view name, text_field f, std::string_view standard, std::int64_t least, std::string_view meaning) {
  return {name, f, standard, least, 1024, "", "", meaning};
}
key choice(
    std::string_view name, text_field f, std::string_view standard, std::string_view choices, std::string_view meaning
) {
  return {name, f, standard, 1, 64, choices, "", meaning};
}
key number(
    std::string_view name, number_field f, std::string_view standard, std::int64_t least, std::int64_t most,
    std::string_view unit, std::string_view meaning
) {
  return {name, f, standard, least, most, "", unit, meaning};
}
key duration(
    std::string_view name, duration_field f, std::string_view standard, std::int64_t least, std::int64_t most,
    std::string_view meaning
) {
  return {name, f, standard, least, most, "", name.ends_with("_ms") ? "ms" : "s", meaning};
}
key list(std::string_view name, list_field f, std::string_view standard, std::string_view meaning) {
  return {name, f, standard, 0, 64, "", "", meaning};
}

constexpr std::int64_t mebibyte = 1024 * 1024;

const std::array section_rows{
    section{"server", "This process."},
    section{"http", "The HTTP server: address, limits and time-outs."},
    section{"database", "PostgreSQL: where it is, and every limit and time-out between it and this server."},
    section{"console", "The console socket, `/v1/console`."},
    section{"auth", "Accounts, sessions, API keys and signing in."},
    section{"policy", "The policy pack that grades contacts."},
    section{"crime", "The rules by which crimes are proposed and decided."},
    section{"review", "Which records supervisors review, and the forms they score them with."},
    section{"training", "Exercises over fictional contacts, which reach nobody; see docs/training.md."},
    section{"history", "What is known already of a number, person, place or vehicle."},
    section{"messages", "Texts to callers."},
    section{"referrals", "Referrals to services' own systems; see docs/integration.md."},
    section{"outage", "Going on while PostgreSQL cannot be reached."},
    section{"tasks", "What is owed, `GET /v1/tasks`."},
    section{"roster", "The planned roster."},
    section{"events", "The log for other systems, `GET /v1/events`."},
    section{"webhooks", "Events sent to other systems; see docs/integration.md."},
    section{"exchange", "Incidents in the formats of other organisations' systems."},
    section{"force", "The police force that this server works for."},
    section{"map", "The console's map of the board."},
    section{"log", "The log on standard error."},
    section{"folders", "Where the server finds its files. Relative paths start at the working folder."},
};

const std::array key_rows{
    text(
        "server.node", FIELD(server.node), "", 0,
        "Name of this server among several on one database, as consoles and logs show it. Empty: host name and process."
    ),
    choice(
        "server.clock", FIELD(server.clock), "system", "system|manual",
        "`manual` takes the time of day from the database, moved by `POST /v1/test/clock`; for tests and training. "
        "Refused unless `http.address` is this machine's own."
    ),
    duration(
        "server.drain_s", FIELD(server.drain), "20", 1, 600,
        "On SIGTERM: how long requests in flight and consoles have to finish."
    ),

    text(
        "http.address", FIELD(http.address), "127.0.0.1", 2,
        "Address to listen on. Put a proxy that ends TLS before any other address than this machine's own."
    ),
    number("http.port", FIELD(http.port), "8080", 0, 65535, "", "Port to listen on; 0 takes any free one."),
    duration(
        "http.header_timeout_ms", FIELD(http.header_timeout), "10000", 100, 120'000,
        "From a request's first byte to the end of its header."
    ),
    duration("http.body_timeout_ms", FIELD(http.body_timeout), "30000", 100, 600'000, "To read one body."),
    duration(
        "http.idle_timeout_ms", FIELD(http.idle_timeout), "75000", 100, 3'600'000,
        "Between two requests of a connection, and before the first."
    ),
    duration(
        "http.handler_timeout_ms", FIELD(http.handler_timeout), "60000", 1000, 600'000,
        "For one request's work; longer than the longest wait of `GET /v1/events`."
    ),
    duration("http.write_timeout_ms", FIELD(http.write_timeout), "30000", 100, 600'000, "To write one answer."),
    duration(
        "http.linger_timeout_ms", FIELD(http.linger_timeout), "2000", 0, 60'000,
        "Reading on after a refusal, so that the peer gets to see it."
    ),
    number(
        "http.header_bytes_max", FIELD(http.header_bytes_max), "16384", 1024, mebibyte, "bytes",
        "Largest header of a request; beyond it 431."
    ),
    number("http.header_fields_max", FIELD(http.header_fields_max), "100", 10, 1000, "", "Most fields in a header."),
    number(
        "http.body_bytes_max", FIELD(http.body_bytes_max), "262144", 1024, 16 * mebibyte, "bytes",
        "Largest body of a request; beyond it 413."
    ),
    number(
        "http.connections_max", FIELD(http.connections_max), "4096", 1, 100'000, "",
        "Most open connections; further ones wait to be accepted."
    ),
    number(
        "http.requests_per_connection_max", FIELD(http.requests_per_connection_max), "100000", 1, 1'000'000'000, "",
        "Requests after which a connection is closed."
    ),
    number(
        "http.in_flight_max", FIELD(http.in_flight_max), "2048", 1, 100'000, "",
        "Most requests worked on at once; beyond it 503."
    ),
    number(
        "http.in_flight_per_endpoint_max", FIELD(http.in_flight_per_endpoint_max), "1024", 1, 100'000, "",
        "The same for one endpoint, so that one cannot starve the others."
    ),
    number("http.backlog", FIELD(http.backlog), "1024", 1, 65535, "", "Connections the kernel holds for acceptance."),
    number(
        "http.gzip_bytes_min", FIELD(http.gzip_bytes_min), "2048", 0, 16 * mebibyte, "bytes",
        "Smaller answers are not compressed."
    ),
    number(
        "http.gzip_bytes_max", FIELD(http.gzip_bytes_max), "4194304", 0, 64 * mebibyte, "bytes",
        "Nor larger ones, which would hold up the I/O thread."
    ),
    number("http.gzip_level", FIELD(http.gzip_level), "1", 1, 9, "", "From 1, fastest, to 9, smallest."),
    list(
        "http.trusted_proxies", FIELD(http.trusted_proxies), "",
        "Addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` is believed."
    ),

    text(
        "database.url", FIELD(database.url), "", 0,
        "Connection string of the server's role. Empty: a private PostgreSQL in `database.data_folder` is started and "
        "stopped with this server. May hold a password: better given by the environment than by the file."
    ),
    text(
        "database.owner_url", FIELD(database.owner_url), "", 0,
        "Connection string of the role that owns the tables and migrates them; needed with `database.url`."
    ),
    text("database.data_folder", FIELD(database.data_folder), "data", 1, "Folder of the private PostgreSQL."),
    text(
        "database.system_user", FIELD(database.system_user), "postgres", 1,
        "Whom the private PostgreSQL runs as when this server is started by root."
    ),
    duration(
        "database.connect_timeout_ms", FIELD(database.connect_timeout), "3000", 1000, 60'000, "To open a connection."
    ),
    duration(
        "database.statement_timeout_ms", FIELD(database.statement_timeout), "4000", 100, 600'000,
        "For one statement; ended by PostgreSQL."
    ),
    duration(
        "database.lock_timeout_ms", FIELD(database.lock_timeout), "3000", 100, 600'000,
        "To wait for a lock behind other servers; ended by PostgreSQL."
    ),
    duration(
        "database.watchdog_ms", FIELD(database.watchdog), "6000", 200, 600'000,
        "After which a connection that does not answer is shut from this side; longer than the statement time-out."
    ),
    duration(
        "database.reconnect_delay_min_ms", FIELD(database.reconnect_delay_min), "100", 10, 60'000,
        "First pause before connecting again; it doubles up to the next."
    ),
    duration(
        "database.reconnect_delay_max_ms", FIELD(database.reconnect_delay_max), "5000", 10, 600'000,
        "Longest pause before connecting again."
    ),
    duration(
        "database.poll_interval_ms", FIELD(database.poll_interval), "1000", 50, 60'000,
        "How often the log is looked at when no notification came."
    ),
    duration(
        "database.unavailable_after_ms", FIELD(database.unavailable_after), "5000", 100, 120'000,
        "How long a command waits for a lost database before it is answered 503."
    ),
    number(
        "database.writer_queue_max", FIELD(database.writer_queue_max), "4096", 16, 1'000'000, "commands",
        "Commands waiting to be written; beyond it 503."
    ),
    number("database.batch_max", FIELD(database.batch_max), "128", 1, 1024, "commands", "Most commands in one commit."),
    number(
        "database.batch_bytes_max", FIELD(database.batch_bytes_max), "4194304", 65536, 64 * mebibyte, "bytes",
        "Most bytes in one commit."
    ),
    number(
        "database.reader_queue_max", FIELD(database.reader_queue_max), "1024", 16, 1'000'000, "queries",
        "Queries waiting for a reader; beyond it 503."
    ),
    number(
        "database.reader_threads", FIELD(database.reader_threads), "3", 1, 64, "threads",
        "Threads that read, each with a connection of its own."
    ),

    duration(
        "console.heartbeat_s", FIELD(console.heartbeat), "10", 1, 300,
        "Pause between two pings; a console that misses two is closed."
    ),
    duration(
        "console.close_timeout_ms", FIELD(console.close_timeout), "3000", 100, 60'000,
        "For a console to answer a polite close before it is closed hard."
    ),
    duration(
        "console.frame_interval_ms", FIELD(console.frame_interval), "10", 0, 1000,
        "At least between two frames: what happens meanwhile comes in one. The first after a quiet moment goes at once."
    ),
    number(
        "console.bytes_in_flight_max", FIELD(console.bytes_in_flight_max), "262144", 16384, 16 * mebibyte, "bytes",
        "Bytes on their way to one console; a slower one reads behind, and delays nobody."
    ),
    number(
        "console.ring_bytes", FIELD(console.ring_bytes), "33554432", mebibyte, 4096 * mebibyte, "bytes",
        "The newest frames, kept once for all consoles; half as much again for those read back from the log."
    ),
    number(
        "console.resume_events_max", FIELD(console.resume_events_max), "20000", 0, 10'000'000, "events",
        "How far back a console can go on event by event, read from the log; further back it is given the board anew."
    ),
    number("console.consoles_max", FIELD(console.consoles_max), "2000", 1, 100'000, "", "Most connected consoles."),
    number(
        "console.message_bytes_max", FIELD(console.message_bytes_max), "16384", 1024, mebibyte, "bytes",
        "Largest message from a console."
    ),
    number(
        "console.snapshot_items_max", FIELD(console.snapshot_items_max), "200", 1, 10'000, "cards",
        "Cards in one part of a snapshot."
    ),
    number(
        "console.calls_max", FIELD(console.calls_max), "10000", 100, 1'000'000, "calls",
        "Most live calls that a server shows when it starts, the longest waiting first; a further one comes once "
        "something happens on it."
    ),

    duration(
        "auth.session_lifetime_s", FIELD(auth.session_lifetime), "43200", 60, 43'200,
        "After which a session ends in any case; at most a shift of twelve hours."
    ),
    duration(
        "auth.session_idle_s", FIELD(auth.session_idle), "1800", 60, 43'200,
        "After which a session ends that was not used."
    ),
    duration(
        "auth.session_cache_s", FIELD(auth.session_cache), "10", 1, 300,
        "How long a session or key found good is believed without asking the database. A revocation on another "
        "server takes effect within this time, on this server at once."
    ),
    duration(
        "auth.session_offline_s", FIELD(auth.session_offline), "43200", 0, 43'200,
        "How long one that was found good is believed while the database cannot be reached."
    ),
    number(
        "auth.sessions_per_account_max", FIELD(auth.sessions_per_account_max), "20", 1, 1000, "",
        "Sessions of one account; a further one ends the oldest."
    ),
    number(
        "auth.cache_entries_max", FIELD(auth.cache_entries_max), "20000", 100, 1'000'000, "",
        "Sessions and keys remembered."
    ),
    number(
        "auth.password_length_min", FIELD(auth.password_length_min), "12", 8, 128, "characters",
        "Shortest password. There are no rules on its characters (NIST SP 800-63B 5.1.1.2)."
    ),
    number(
        "auth.argon2_operations", FIELD(auth.argon2_operations), "3", 1, 20, "passes",
        "Work of one argon2id hash. Raised values take effect for an account when it next signs in."
    ),
    number(
        "auth.argon2_memory_kib", FIELD(auth.argon2_memory_kib), "32768", 8192, 1'048'576, "KiB",
        "Memory of one argon2id hash."
    ),
    number("auth.hash_threads", FIELD(auth.hash_threads), "2", 1, 16, "threads", "Threads that hash passwords."),
    number(
        "auth.hash_queue_max", FIELD(auth.hash_queue_max), "64", 1, 10'000, "",
        "Sign-ins waiting to be hashed; beyond it 503."
    ),
    number(
        "auth.throttle_account_free", FIELD(auth.throttle_account_free), "5", 1, 1000, "attempts",
        "Wrong passwords for one account before the next must wait."
    ),
    number(
        "auth.throttle_address_free", FIELD(auth.throttle_address_free), "30", 1, 100'000, "attempts",
        "The same for one network address, which a whole control room may share."
    ),
    number(
        "auth.throttle_entries_max", FIELD(auth.throttle_entries_max), "50000", 100, 10'000'000, "",
        "Accounts and addresses remembered; beyond it the one quiet for longest is forgotten."
    ),
    duration(
        "auth.throttle_delay_min_ms", FIELD(auth.throttle_delay_min), "1000", 10, 60'000,
        "First wait; it doubles with each further wrong password."
    ),
    duration(
        "auth.throttle_delay_max_ms", FIELD(auth.throttle_delay_max), "300000", 10, 3'600'000,
        "Longest wait. Nobody is locked out for ever."
    ),
    duration(
        "auth.throttle_forget_s", FIELD(auth.throttle_forget), "3600", 60, 86'400,
        "Quiet time after which wrong passwords are forgotten."
    ),
    choice(
        "auth.secure_cookie", FIELD(auth.secure_cookie), "auto", "auto|always|never",
        "Whether the session cookie is `Secure` and named `__Host-frontdoor_session`. `auto`: when the browser signs "
        "in "
        "over https."
    ),
    list(
        "auth.allowed_origins", FIELD(auth.allowed_origins), "",
        "Origins whose pages may use a session, such as `https://frontdoor.force.example`. Empty: only the origin "
        "that has the request's own `Host`."
    ),

    text("policy.folder", FIELD(policy.folder), "config/policies", 1, "Folder of the policy packs."),
    text("policy.pack", FIELD(policy.pack), "gmp-2018", 1, "The pack in force: a folder in `policy.folder`."),

    text(
        "crime.folder", FIELD(crime.folder), "config/crime", 1,
        "Folder of `crime.json`, `codes.json`, `facts.json` and `offences.dmn`."
    ),

    text("review.folder", FIELD(review.folder), "config/reviews", 1, "Folder of `reviews.json`."),

    text(
        "training.folder", FIELD(training.folder), "config/training", 1,
        "Folder of `training.json` and of the scenarios, a file each."
    ),
    number(
        "training.results_max", FIELD(training.results_max), "50000", 100, 10'000'000, "results",
        "Results, the first of each trainee over each scenario, from which is counted how far trainees agree."
    ),

    choice(
        "history.enabled", FIELD(history.enabled), "on", "on|off",
        "Whether earlier contacts and markers are kept under keys and looked up before a contact is decided on."
    ),
    text(
        "history.secret_file", FIELD(history.secret_file), "", 0,
        "File with the secret under which the keys are hashed, the same for all servers on one database; made where "
        "there is none. Empty: `history.secret` in `database.data_folder`."
    ),
    text(
        "history.names", FIELD(history.names), "config/history/names.json", 1,
        "Titles, and first names that are forms of each other."
    ),
    duration(
        "history.contact_timeout_ms", FIELD(history.contact_timeout), "50", 1, 5000,
        "How long a contact waits for its look-up. A source that is slower is `unavailable`, and the contact is taken."
    ),
    duration(
        "history.query_timeout_ms", FIELD(history.query_timeout), "2000", 10, 30'000,
        "How long `GET /v1/history` waits for its sources."
    ),
    duration(
        "history.lag_max_ms", FIELD(history.lag_max), "10000", 100, 3'600'000,
        "How long a contact may wait for its keys; longer, and earlier contacts are `unavailable`, never `none`."
    ),
    duration(
        "history.interval_ms", FIELD(history.interval), "250", 10, 60'000,
        "Between two looks for contacts that were recorded without their keys."
    ),
    number(
        "history.contacts_max", FIELD(history.contacts_max), "200", 20, 10'000, "",
        "The latest contacts read under one key: where counts end."
    ),
    list(
        "history.external", FIELD(history.external), "",
        "Other records to ask, as `name=https://host/path`. They get what is known of the person: only where the law "
        "and an agreement allow it."
    ),
    list(
        "history.external_kinds", FIELD(history.external_kinds), "",
        "What kind of record one is, as `name=pnc`, `name=pnd`, `name=records` or `name=other`. Without: the kind of "
        "its "
        "name, or `other`. PNC and PND are asked only in the name of a person who is signed in."
    ),
    text(
        "history.contact_reason", FIELD(history.contact_reason), "new_contact", 1,
        "The reason code that other records are told when a contact is looked up."
    ),
    text(
        "history.query_reason", FIELD(history.query_reason), "enquiry", 1,
        "The reason code they are told when a person looks up without giving one."
    ),
    duration(
        "history.external_timeout_ms", FIELD(history.external_timeout), "1000", 10, 30'000,
        "How long another record may take."
    ),
    list(
        "history.external_timeouts_ms", FIELD(history.external_timeouts), "",
        "How long one of them may take instead, as `name=3000`, from 10 to 30000 ms. What `history.contact_timeout_ms` "
        "and "
        "`history.query_timeout_ms` do not leave time for is `unavailable` all the same."
    ),
    number(
        "history.external_at_once_max", FIELD(history.external_at_once_max), "8", 1, 256, "",
        "Most requests to one other record at once; beyond it, it is `unavailable`."
    ),

    text(
        "messages.gateway", FIELD(messages.gateway), "", 0,
        "Where texts to callers go: `https://host/path` of a provider, or `smtp://host:port` of one that turns mail "
        "into "
        "texts. Empty: none can be sent, and somebody is given the task to tell the caller."
    ),
    text(
        "messages.token_file", FIELD(messages.token_file), "", 0,
        "File with the bearer token of an HTTP provider. Empty: none is sent."
    ),
    text("messages.from", FIELD(messages.from), "", 0, "Sender's address of mail; needed with `smtp://`."),
    text(
        "messages.domain", FIELD(messages.domain), "", 0,
        "Domain of the provider's mailboxes: a text to +447700900123 goes to 447700900123 there. Needed with `smtp://`."
    ),
    text("messages.user", FIELD(messages.user), "", 0, "Who signs in to the mail server. Empty: nobody does."),
    text("messages.password_file", FIELD(messages.password_file), "", 0, "File with the password of `messages.user`."),
    choice(
        "messages.tls", FIELD(messages.tls), "required", "required|optional",
        "Whether mail may go in the clear; `optional` is for a relay on the same machine only."
    ),
    duration(
        "messages.timeout_ms", FIELD(messages.timeout), "10000", 100, 25'000,
        "How long a provider may take. The policy's own wait for an answer must be longer."
    ),
    number(
        "messages.at_once_max", FIELD(messages.at_once_max), "4", 1, 64, "", "Most texts that are under way at once."
    ),
    number(
        "messages.waiting_max", FIELD(messages.waiting_max), "256", 1, 10'000, "",
        "Most tries that are under way or wait for it; beyond it a try fails and is made again later."
    ),
    number(
        "messages.answer_bytes_max", FIELD(messages.answer_bytes_max), "16384", 1024, mebibyte, "bytes",
        "Longest answer that is read of a provider."
    ),

    list(
        "referrals.endpoints", FIELD(referrals.endpoints), "",
        "Services whose own system takes referrals by Open311 GeoReport v2, as `partner=https://host/path`: the "
        "partner of "
        "the policy, and the address before `/requests.json`. They get what a referral says for them, and nothing else."
    ),
    list(
        "referrals.jurisdictions", FIELD(referrals.jurisdictions), "",
        "The `jurisdiction_id` of such a service, as `partner=city.example`, where its system needs one."
    ),
    list(
        "referrals.key_files", FIELD(referrals.key_files), "",
        "File with the `api_key` of such a service, as `partner=path`. Read at each use. With `http://` only to this "
        "machine's own addresses."
    ),
    duration(
        "referrals.timeout_ms", FIELD(referrals.timeout), "10000", 100, 60'000,
        "How long such a system may take. The policy's own wait for an answer must be longer."
    ),
    number(
        "referrals.at_once_max", FIELD(referrals.at_once_max), "2", 1, 64, "",
        "Most referrals that are under way at once."
    ),
    number(
        "referrals.waiting_max", FIELD(referrals.waiting_max), "256", 1, 10'000, "",
        "Most tries that are under way or wait for it; beyond it a try fails and is made again later."
    ),
    number(
        "referrals.answer_bytes_max", FIELD(referrals.answer_bytes_max), "65536", 1024, mebibyte, "bytes",
        "Longest answer that is read of such a system."
    ),

    text(
        "outage.journal", FIELD(outage.journal), "", 0,
        "File in which decisions are kept until the record is back; on a disk of this machine, one file a server. "
        "Holds "
        "personal data. Empty: `outage/journal.sqlite` in `database.data_folder`."
    ),
    number(
        "outage.journal_bytes_max", FIELD(outage.journal_bytes_max), "268435456", mebibyte, 65536 * mebibyte, "bytes",
        "Largest journal; beyond it contacts are refused with 503 `journal_full`. A contact takes about 20 kB."
    ),
    duration(
        "outage.degrade_after_ms", FIELD(outage.degrade_after), "4000", 100, 60'000,
        "How long the database may fail without a success between before the server goes on without it."
    ),
    duration(
        "outage.return_after_ms", FIELD(outage.return_after), "5000", 100, 600'000,
        "How long it must have taken writes without a failure between before the journal is brought in."
    ),
    duration(
        "outage.probe_interval_ms", FIELD(outage.probe_interval), "1000", 50, 60'000,
        "Pause between two looks whether the database answers."
    ),
    duration(
        "outage.probe_timeout_ms", FIELD(outage.probe_timeout), "2500", 100, 60'000,
        "After which a look counts as failed."
    ),
    list(
        "outage.peers", FIELD(outage.peers), "",
        "The other servers on this database, as `http://host:port`, where a proxy is before all of them: while one of "
        "them reaches the database and this one does not, it takes over. Empty: this one always goes on alone."
    ),
    duration(
        "outage.peer_interval_ms", FIELD(outage.peer_interval), "1000", 50, 60'000,
        "Pause between two looks whether they reach the database."
    ),
    duration(
        "outage.peer_timeout_ms", FIELD(outage.peer_timeout), "1000", 50, 60'000,
        "After which a server that does not answer counts as gone."
    ),
    text(
        "outage.board_folder", FIELD(outage.board_folder), "", 0,
        "Folder in which the board is kept as pages to print, `board.html` the latest. Empty: `outage/board` in "
        "`database.data_folder`."
    ),
    duration(
        "outage.board_interval_ms", FIELD(outage.board_interval), "30000", 1000, 60'000,
        "From the beginning of one page to that of the next; none is older than a minute."
    ),
    number(
        "outage.board_files_max", FIELD(outage.board_files_max), "120", 1, 100'000, "files",
        "Pages kept; the oldest go."
    ),

    number(
        "tasks.problems_max", FIELD(tasks.problems_max), "500", 10, 100'000, "records",
        "Open problem records looked through for overdue actions, the earliest opened first; actions of further ones "
        "are not listed."
    ),

    number(
        "roster.takeover_max", FIELD(roster.takeover_max), "1000", 10, 10'000, "incidents",
        "Incidents listed for whoever begins a duty, those that go first in the queue first; the number of the others "
        "is told."
    ),

    duration(
        "events.wait_max_s", FIELD(events.wait_max), "30", 1, 30,
        "Longest wait of a long poll; whoever asks for more is answered then. Shorter than the time-outs of proxies on "
        "the way."
    ),

    text(
        "webhooks.secret_file", FIELD(webhooks.secret_file), "", 0,
        "File with the secret that the secrets of all subscriptions are made from, the same for all servers on one "
        "database; made where there is none. Empty: `webhooks.secret` in `database.data_folder`."
    ),
    list(
        "webhooks.networks_allowed", FIELD(webhooks.networks_allowed), "",
        "Networks (`10.1.0.0/16`) or addresses that webhooks may go to besides the public internet. This machine's own "
        "addresses count too: without `127.0.0.0/8` here nothing is sent to them."
    ),
    text(
        "webhooks.ca_file", FIELD(webhooks.ca_file), "", 0,
        "Certificates (PEM) of the authorities that receivers' certificates are checked with. Empty: the system's."
    ),
    duration(
        "webhooks.timeout_ms", FIELD(webhooks.timeout), "10000", 100, 60'000,
        "For one delivery, answer included; then it has failed."
    ),
    number(
        "webhooks.attempts_max", FIELD(webhooks.attempts_max), "15", 1, 100, "attempts",
        "Attempts after which a delivery becomes a dead letter and the next one follows."
    ),
    duration(
        "webhooks.retry_delay_min_ms", FIELD(webhooks.retry_delay_min), "1000", 10, 3'600'000,
        "First wait after a failure; it doubles, and of each wait at least half is kept and the rest left to chance."
    ),
    duration(
        "webhooks.retry_delay_max_ms", FIELD(webhooks.retry_delay_max), "3600000", 10, 86'400'000,
        "Longest wait, also where a receiver asks for more."
    ),
    number(
        "webhooks.at_once_max", FIELD(webhooks.at_once_max), "4", 1, 64, "",
        "Subscriptions that this server sends to at the same time."
    ),
    number(
        "webhooks.batch_events_max", FIELD(webhooks.batch_events_max), "100", 1, 1000, "events",
        "Most events in one delivery of a subscription that takes batches."
    ),
    number(
        "webhooks.body_bytes_max", FIELD(webhooks.body_bytes_max), "1048576", 16384, 16 * mebibyte, "bytes",
        "Size of a batch after which the next one begins."
    ),
    duration(
        "webhooks.interval_ms", FIELD(webhooks.interval), "250", 10, 60'000, "Between two looks for what is to be sent."
    ),
    number("webhooks.subscriptions_max", FIELD(webhooks.subscriptions_max), "100", 1, 1000, "", "Most subscriptions."),
    number(
        "webhooks.dead_letters_max", FIELD(webhooks.dead_letters_max), "1000", 1, 100'000, "",
        "Dead letters of one subscription; instead of a further one it is disabled where it stands."
    ),

    choice(
        "exchange.mait_grid", FIELD(exchange.mait_grid), "osgb36", "osgb36|wgs84",
        "What X and Y of a MAIT-style export are: easting and northing of the National Grid, or longitude and latitude."
    ),

    text("force.code", FIELD(force.code), "06", 1, "Police force code (Home Office); 06 is Greater Manchester Police."),
    text(
        "force.number_prefix", FIELD(force.number_prefix), "GMP", 1,
        "What incident numbers begin with: `GMP-20260301-000123`."
    ),
    text(
        "force.folder", FIELD(force.folder), "config/force", 1,
        "Folder of `force.json` (units and their states, queue, handover, surge, pods, roster) and of "
        "`districts.geojson` (outlines for the map)."
    ),

    text(
        "map.tiles", FIELD(map.tiles), "", 0,
        "Address of the map's background tiles, such as `https://tiles.force.example/{z}/{x}/{y}.png`: images of 256 "
        "pixels in Web Mercator. Consoles then ask that server, which sees where they look. Empty: outlines only, and "
        "nothing is asked for anywhere else."
    ),
    text("map.attribution", FIELD(map.attribution), "", 0, "What the maker of the tiles wants said on the map."),

    choice("log.level", FIELD(log.level), "info", "debug|info|warning|error", "Least severe line written."),

    text("folders.web", FIELD(folders.web), "console/dist", 1, "The built browser console."),
    text("folders.schemas", FIELD(folders.schemas), "schemas", 1, "JSON Schema files and the API's description."),
    text("folders.migrations", FIELD(folders.migrations), "migrations", 1, "Numbered SQL files."),
    text(
        "folders.docs", FIELD(folders.docs), "console/docs-viewer/dist", 1, "The built viewer of the API under `/docs`."
    ),
};

#undef FIELD

} // namespace

std::span<const key> keys() {
  return key_rows;
}
std::span<const section> sections() {
  return section_rows;
}

std::string_view key::type_name() const {
  if (std::holds_alternative<number_field>(field)) return "whole number";
  if (std::holds_alternative<duration_field>(field)) return "duration";
  if (std::holds_alternative<list_field>(field)) return "list of texts";
  return "text";
}

std::string key::environment_name() const {
  std::string result = "FRONTDOOR_" + std::string(name);
  for (char& c : result) {
    if (c == '.') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

bool foreign_environment_name(std::string_view name) {
  return name == "FRONTDOOR_CONFIG" || name == "FRONTDOOR_SHARED_DIR" || name.starts_with("FRONTDOOR_TEST_");
}

} // namespace frontdoor::config
