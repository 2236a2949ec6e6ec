-- The log: one sequence of events over all streams, and what is derived from it. docs/architecture.md, "The log".
-- Run by the owner role; the server's role gets only what is granted at the end.

create table log_head (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into log_head (position) values (0);

-- What happened, in commit order. Never changed. `body` is RFC 8785 text without personal data; `hash` chains the
-- stream's events (server/db/hash_chain.hpp).
create table events (
  position bigint primary key,
  stream_id uuid not null,
  version integer not null,
  schema_version smallint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  stream_type text not null,
  type text not null,
  actor text not null,
  request_id text not null,
  owner_id uuid,
  body text not null,
  sealed_hash bytea,
  prev_hash bytea not null,
  hash bytea not null,
  unique (stream_id, version)
);

-- The personal part of an event. Erasing a row leaves the chain of hashes whole.
create table sealed_parts (
  position bigint primary key,
  salt bytea not null,
  body text not null
);

-- One row a stream: its version, the head of its hash chain, and for incidents the folded state the board is read from.
create table streams (
  stream_id uuid primary key,
  version integer not null,
  fold_version smallint not null,
  stream_type text not null,
  head_hash bytea not null,
  owner_id uuid,
  number text,
  status text,
  grade text,
  district text,
  received_at timestamptz,
  snapshot text,
  personal text
) with (fillfactor = 85);
create unique index streams_number on streams (number) where number is not null;
create index streams_open_incidents on streams (received_at, stream_id) where status = 'open';
create index streams_incidents on streams (received_at, stream_id) where stream_type = 'incident';

-- Everything a command's sender may repeat: the key, what was asked, what was answered.
create table idempotency (
  key bytea primary key,
  command_id uuid not null,
  request_hash bytea not null,
  first_position bigint not null,
  last_position bigint not null,
  recorded_at timestamptz not null,
  number text,
  answer text not null
);
create index idempotency_recorded_at on idempotency using brin (recorded_at);

-- What falls due, replaced with every decision on its stream. Firing is a command, so a row here holds no lock.
create table timers (
  stream_id uuid not null,
  key text not null,
  generation integer not null,
  due_at timestamptz not null,
  primary key (stream_id, key)
);
create index timers_due on timers (due_at, stream_id, key);

-- What consoles did with the dispatches pushed to them: machines' receipts, not the record of people's decisions.
create table deliveries (
  dispatch_id uuid not null,
  console_id uuid not null,
  step text not null check (step in ('receipt', 'displayed')),
  at timestamptz not null,
  actor text not null,
  primary key (dispatch_id, console_id, step)
);

-- Reads of personal data (Data Protection Act 2018 s.62).
create table personal_data_reads (
  at timestamptz not null,
  actor text not null,
  request_id text not null,
  what text not null,
  stream_id uuid
);
create index personal_data_reads_at on personal_data_reads using brin (at);

create table incident_days (
  day date primary key,
  last integer not null
);

-- The clock of a test system, shared by all servers on this database. No row: the machines' own clocks.
create table manual_clock (
  only_row boolean primary key default true check (only_row),
  at timestamptz not null
);

alter table idempotency alter column answer set compression lz4;
alter table events alter column body set compression lz4;
alter table sealed_parts alter column body set compression lz4;
alter table streams alter column snapshot set compression lz4;
alter table streams alter column personal set compression lz4;

-- Appends a batch of commands, each all or none, in their order. The head row's lock is held until COMMIT, so positions
-- have no holes and their order is the order of commits over all servers.
-- Digests and long texts come as bytes, since JSON would have every letter looked at once more: JSON only says where in
-- p_bytes they stand (from 1) and, for texts, how long they are.
--   p_bytes     all digests and texts, one after the other
--   p_commands  o: ordinal from 1; k: idempotency key and behind it the request hash; c: command id; a, al: answer;
--               n: number of events; d: the day an incident number is drawn for, or null;
--               i, v: existing streams it depends on and their versions; s: their new rows
--   p_streams   rows of streams made by the command o; hh: head hash; sn, snl: snapshot; pe, pel: its personal part
--   p_events    events of command o, x-th from 0; h: previous hash and behind it the event's own; b, bl: body;
--               s: sealed hash (32 bytes), salt (16 bytes) and personal part of length pl, or null
--   p_timers    timers of the streams that command o decided on
-- Answers a row a command: appended; done (this very command is already in the log: an in-doubt commit that was kept);
-- repeated (same key and request: first_position.. and answer are those of the first); key_reused (same key, other
-- request); stale (a version moved on: decide again).
create function append_batch(p_recorded_at timestamptz, p_prefix text, p_bytes bytea, p_commands json, p_streams json,
                             p_events json, p_timers json)
  returns table (ord integer, code text, first_position bigint, last_position bigint, number text, answer text)
  language plpgsql
  -- Plans are made once a connection, often while the tables are still small. A scan that was cheap then would be made
  -- for every batch of a log that has grown meanwhile: only look-ups by index are wanted here.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  as
$$
#variable_conflict use_column
declare
  v_position bigint;
  v_count integer := json_array_length(p_commands);
  v_codes text[] := array_fill(null::text, array[v_count]);
  v_firsts bigint[] := array_fill(null::bigint, array[v_count]);
  v_numbers text[] := array_fill(null::text, array[v_count]);
  v_day date;
  v_last integer;
  c record;
begin
  select h.position into v_position from log_head h for update;

  for c in
    select x.*, i.command_id, i.request_hash, i.first_position, i.last_position, i.number, i.answer
      from json_to_recordset(p_commands)
           as x(o integer, k integer, c uuid, n integer, d date, i uuid[], v integer[], s json)
      left join idempotency i on i.key = substring(p_bytes from x.k for 32)
     order by x.o
  loop
    if c.command_id is not null then
      ord := c.o;
      code := case when c.command_id = c.c then 'done'
                   when c.request_hash = substring(p_bytes from c.k + 32 for 32) then 'repeated' else 'key_reused' end;
      first_position := c.first_position;
      last_position := c.last_position;
      number := c.number;
      answer := case when code = 'key_reused' then null else c.answer end;
      return next;
      continue;
    end if;

    if c.i is not null then
      if exists (select 1 from unnest(c.i, c.v) as e(id, version) left join streams s on s.stream_id = e.id
                  where coalesce(s.version, 0) <> e.version) then
        v_codes[c.o] := 'stale';
        continue;
      end if;
      update streams t
         set version = n.v, fold_version = n.fv, head_hash = substring(p_bytes from n.hh for 32),
             status = n.st, grade = n.g, district = n.di, received_at = n.ra,
             snapshot = convert_from(substring(p_bytes from n.sn for n.snl), 'UTF8'),
             personal = convert_from(substring(p_bytes from n.pe for n.pel), 'UTF8')
        from json_to_recordset(c.s) as n(id uuid, v integer, fv smallint, hh integer, st text, g text, di text,
                                         ra timestamptz, sn integer, snl integer, pe integer, pel integer)
       where t.stream_id = n.id;
      delete from timers t where t.stream_id = any (c.i);
    end if;

    if c.d is not null then
      if v_day is distinct from c.d then
        if v_day is not null then
          update incident_days t set last = v_last where t.day = v_day;
        end if;
        v_day := c.d;
        insert into incident_days (day, last) values (v_day, 0) on conflict do nothing;
        select t.last into v_last from incident_days t where t.day = v_day;
      end if;
      v_last := v_last + 1;
      v_numbers[c.o] := p_prefix || '-' || to_char(v_day, 'YYYYMMDD') || '-' || lpad(v_last::text, 6, '0');
    end if;

    v_codes[c.o] := 'appended';
    v_firsts[c.o] := v_position + 1;
    v_position := v_position + c.n;
  end loop;

  if v_day is not null then
    update incident_days t set last = v_last where t.day = v_day;
  end if;
  update log_head h set position = v_position;

  insert into streams (stream_id, version, fold_version, stream_type, head_hash, owner_id, number, status, grade,
                       district, received_at, snapshot, personal)
  select x.id, x.v, x.fv, x.t, substring(p_bytes from x.hh for 32), x.ow,
         case when x.t = 'incident' then v_numbers[x.o] end, x.st, x.g, x.di, x.ra,
         convert_from(substring(p_bytes from x.sn for x.snl), 'UTF8'),
         convert_from(substring(p_bytes from x.pe for x.pel), 'UTF8')
    from json_to_recordset(p_streams) as x(o integer, id uuid, v integer, fv smallint, t text, hh integer, ow uuid,
                                           st text, g text, di text, ra timestamptz, sn integer, snl integer,
                                           pe integer, pel integer)
   where v_codes[x.o] = 'appended';

  with e as materialized (
    select * from json_to_recordset(p_events)
        as x(o integer, x integer, id uuid, v integer, sv smallint, oc timestamptz, st text, t text, ac text, rq text,
             ow uuid, h integer, b integer, bl integer, s integer, pl integer)
     where v_codes[x.o] = 'appended'),
  kept as (
    insert into sealed_parts (position, salt, body)
    select v_firsts[e.o] + e.x, substring(p_bytes from e.s + 32 for 16),
           convert_from(substring(p_bytes from e.s + 48 for e.pl), 'UTF8')
      from e where e.s is not null)
  insert into events (position, stream_id, version, schema_version, occurred_at, recorded_at, stream_type, type, actor,
                      request_id, owner_id, body, sealed_hash, prev_hash, hash)
  select v_firsts[e.o] + e.x, e.id, e.v, e.sv, e.oc, p_recorded_at, e.st, e.t, e.ac, e.rq, e.ow,
         convert_from(substring(p_bytes from e.b for e.bl), 'UTF8'), substring(p_bytes from e.s for 32),
         substring(p_bytes from e.h for 32), substring(p_bytes from e.h + 32 for 32)
    from e;

  insert into idempotency (key, command_id, request_hash, first_position, last_position, recorded_at, number, answer)
  select substring(p_bytes from x.k for 32), x.c, substring(p_bytes from x.k + 32 for 32), v_firsts[x.o],
         v_firsts[x.o] + x.n - 1, p_recorded_at, v_numbers[x.o],
         convert_from(substring(p_bytes from x.a for x.al), 'UTF8')
    from json_to_recordset(p_commands) as x(o integer, k integer, c uuid, a integer, al integer, n integer)
   where v_codes[x.o] = 'appended';

  insert into timers (stream_id, key, generation, due_at)
  select x.id, x.k, x.g, x.at
    from json_to_recordset(p_timers) as x(o integer, id uuid, k text, g integer, at timestamptz)
   where v_codes[x.o] = 'appended'
  on conflict (stream_id, key) do update set generation = excluded.generation, due_at = excluded.due_at;

  if 'appended' = any (v_codes) then
    perform pg_notify('frontdoor_log', '');
  end if;

  return query
    select o.i, v_codes[o.i], v_firsts[o.i], null::bigint, v_numbers[o.i], null::text
      from generate_series(1, v_count) as o(i)
     where v_codes[o.i] is not null;
end
$$;

grant usage on schema public to frontdoor_server;
grant select, update on log_head, manual_clock to frontdoor_server;
grant insert on manual_clock to frontdoor_server;
grant select, insert on events, sealed_parts, personal_data_reads, deliveries to frontdoor_server;
grant select, insert, update on streams, incident_days to frontdoor_server;
grant select, insert, delete on idempotency to frontdoor_server;
grant select, insert, update, delete on timers to frontdoor_server;
grant execute on function append_batch(timestamptz, text, bytea, json, json, json, json) to frontdoor_server;
