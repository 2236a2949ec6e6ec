-- Outages: the temporary numbers that contacts were given, and what was found when the record was back.

-- Holds the contacts taken in an outage only.
create index events_temporary_number on events ((body::jsonb ->> 'temporary_number'))
  where type = 'contact.received' and body like '%"temporary_number":%';

-- One row an outage of a server. `report` is JSON without personal data.
create table outage_reports (
  id uuid primary key,
  node text not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  report text not null
);
create index outage_reports_began_at on outage_reports (began_at);

grant select, insert, update on outage_reports to frontdoor_server;
