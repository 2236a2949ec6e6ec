-- Crime records: numbers, and what the registers are read from.

-- Numbers are drawn before a decision is appended, so one that was refused at the last moment leaves a gap.
create table crime_numbers (
  year integer primary key,
  last bigint not null
);

create index streams_crimes on streams (status, received_at, stream_id) where stream_type = 'crime';
create index timers_crime_decisions on timers (due_at, stream_id) where key = 'crime_decision';

grant select, insert, update on crime_numbers to frontdoor_server;

alter table accounts drop constraint accounts_role_check;
alter table accounts add constraint accounts_role_check
  check (role in ('call_handler', 'dispatcher', 'supervisor', 'auditor', 'admin', 'crime_registrar'));
