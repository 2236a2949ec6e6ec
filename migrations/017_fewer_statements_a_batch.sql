-- What a batch costs PostgreSQL beside its rows: at 500 contacts a second most batches hold one or two commands, and starting
-- fourteen statements took more than a third of the time (docs/performance.md).

-- PostgreSQL puts the longest values of a row of more than 2 kB elsewhere. Texts that are meant to stay in their rows are no
-- candidates (014_inline_texts.sql), so it took the digests beside them, each with a row and an index entry of its own.
alter table idempotency alter column key set storage plain, alter column request_hash set storage plain;
alter table streams alter column head_hash set storage plain, alter column personal set storage main;
alter table events
  alter column sealed_hash set storage plain, alter column prev_hash set storage plain, alter column hash set storage plain;

-- What was kept for servers of the release before 016_keys_with_the_contact.sql.
drop function append_batch(timestamptz, text, bytea, json, json, json, json);
alter table history_cursor drop column position;

-- The look-up of 016_keys_with_the_contact.sql as one statement.
create or replace function history_look_up(keys text[], since timestamptz, rows_max bigint, secret text)
returns table (
  what text, key bigint, id uuid, incident uuid, at timestamptz, code text, role text, source text, review_at timestamptz,
  valid_until timestamptz
)
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set enable_hashjoin = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
    select 'contact', k.n, h.contact, h.incident, h.at, h.channel, h.role, null::text, null::timestamptz, null::timestamptz
    from unnest(keys) with ordinality as k(w, n)
    cross join lateral (
      select x.contact, x.incident, x.at, x.channel, x.role from history_keys x
      where x.key = decode(k.w, 'hex') and x.at > history_look_up.since
      order by x.at desc limit history_look_up.rows_max
    ) h
    union all
    select 'marker', k.n, m.id, null::uuid, m.valid_from, m.code, m.why, m.source, m.review_at, m.valid_until
    from unnest(keys) with ordinality as k(w, n)
    cross join lateral (
      select x.* from history_markers x where x.key = decode(k.w, 'hex') limit history_look_up.rows_max
    ) m
    union all
    select 'cursor', 0::bigint, null::uuid, null::uuid,
      (select e.recorded_at from events e where e.position = (select min(w.position) from history_to_key w)),
      case when c.secret_check = decode(secret, 'hex') then 'same' else 'other' end,
      null::text, null::text, null::timestamptz, null::timestamptz
    from history_cursor c;
end
$$;

-- Appends a batch of commands as the function of 016_keys_with_the_contact.sql, which stays for servers of the release before,
-- and answers the same (001_log.sql), but is told more:
--   p_size      how many events the commands have together
--   p_events    u: a contact.received of which the keys are not among p_keys: it goes into history_to_key
--   p_begun     the streams of p_streams whose id follows from what they are for, so that two commands can begin the same one:
--               id, begun by command o
create function append_batch(p_recorded_at timestamptz, p_prefix text, p_size integer, p_bytes bytea, p_commands json,
                             p_streams json, p_events json, p_timers json, p_keys json, p_begun json)
  returns table (ord integer, code text, first_position bigint, last_position bigint, number text, answer text)
  language plpgsql
  -- Plans are made once a connection, often while the tables are still small. A scan that was cheap then would be made
  -- for every batch of a log that has grown meanwhile: only look-ups by index are wanted here.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan
  as
$$
#variable_conflict use_column
declare
  v_position bigint;
  v_left integer := p_size; -- events of commands that are not appended
  v_count integer := json_array_length(p_commands);
  v_codes text[] := array_fill(null::text, array[v_count]);
  v_firsts bigint[] := array_fill(null::bigint, array[v_count]);
  v_numbers text[] := array_fill(null::text, array[v_count]);
  v_days date[] := array_fill(null::date, array[v_count]);
  v_numbered integer;
  v_last integer;
  v_begun_before integer[] := '{}';
  c record;
begin
  update log_head h set position = h.position + p_size returning h.position - p_size into v_position;

  -- Under the lock: nobody begins one of these now.
  if json_array_length(p_begun) > 0 then
    select coalesce(array_agg(distinct x.o), '{}') into v_begun_before
      from (select n.o, n.id, min(n.o) over (partition by n.id) as earliest
              from json_to_recordset(p_begun) as n(o integer, id uuid)) as x
     where x.o <> x.earliest or exists (select 1 from streams s where s.stream_id = x.id);
  end if;

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

    if c.o = any (v_begun_before) then
      v_codes[c.o] := 'stale';
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

    v_days[c.o] := c.d;
    v_codes[c.o] := 'appended';
    v_firsts[c.o] := v_position + 1;
    v_position := v_position + c.n;
    v_left := v_left - c.n;
  end loop;

  if v_left <> 0 then -- positions have no holes
    update log_head h set position = v_position;
  end if;

  for i in 1 .. v_count loop
    continue when v_days[i] is null or v_numbers[i] is not null;
    v_numbered := cardinality(array_positions(v_days, v_days[i]));
    insert into incident_days as t (day, last) values (v_days[i], v_numbered)
      on conflict (day) do update set last = t.last + excluded.last
      returning t.last - v_numbered into v_last;
    for j in i .. v_count loop
      if v_days[j] = v_days[i] then
        v_last := v_last + 1;
        v_numbers[j] := p_prefix || '-' || to_char(v_days[i], 'YYYYMMDD') || '-' || lpad(v_last::text, 6, '0');
      end if;
    end loop;
  end loop;

  with e as materialized (
    select * from json_to_recordset(p_events)
        as x(o integer, x integer, id uuid, v integer, sv smallint, oc timestamptz, st text, t text, ac text, rq text,
             ow uuid, h integer, b integer, bl integer, s integer, pl integer, u boolean)
     where v_codes[x.o] = 'appended'),
  kept as (
    insert into sealed_parts (position, salt, body)
    select v_firsts[e.o] + e.x, substring(p_bytes from e.s + 32 for 16),
           convert_from(substring(p_bytes from e.s + 48 for e.pl), 'UTF8')
      from e where e.s is not null),
  keyed as (
    insert into history_keys (key, at, contact, incident, channel, role)
    select substring(p_bytes from (x.k + 32 * (r.n - 1))::integer for 32), x.at, x.id, x.i, x.ch, r.role
      from json_to_recordset(p_keys) as x(o integer, id uuid, i uuid, at timestamptz, ch text, k integer, r text[])
      cross join lateral unnest(x.r) with ordinality as r(role, n)
     where v_codes[x.o] = 'appended'
    on conflict do nothing),
  to_key as (
    insert into history_to_key (position)
    select v_firsts[e.o] + e.x from e where e.u),
  begun as (
    insert into streams (stream_id, version, fold_version, stream_type, head_hash, owner_id, number, status, grade,
                         district, received_at, snapshot, personal)
    select x.id, x.v, x.fv, x.t, substring(p_bytes from x.hh for 32), x.ow,
           case when x.t = 'incident' then v_numbers[x.o] end, x.st, x.g, x.di, x.ra,
           convert_from(substring(p_bytes from x.sn for x.snl), 'UTF8'),
           convert_from(substring(p_bytes from x.pe for x.pel), 'UTF8')
      from json_to_recordset(p_streams) as x(o integer, id uuid, v integer, fv smallint, t text, hh integer, ow uuid,
                                             st text, g text, di text, ra timestamptz, sn integer, snl integer,
                                             pe integer, pel integer)
     where v_codes[x.o] = 'appended'),
  answered as (
    insert into idempotency (key, command_id, request_hash, first_position, last_position, recorded_at, number, answer)
    select substring(p_bytes from x.k for 32), x.c, substring(p_bytes from x.k + 32 for 32), v_firsts[x.o],
           v_firsts[x.o] + x.n - 1, p_recorded_at, v_numbers[x.o],
           convert_from(substring(p_bytes from x.a for x.al), 'UTF8')
      from json_to_recordset(p_commands) as x(o integer, k integer, c uuid, a integer, al integer, n integer)
     where v_codes[x.o] = 'appended'),
  due as (
    insert into timers (stream_id, key, generation, due_at)
    select x.id, x.k, x.g, x.at
      from json_to_recordset(p_timers) as x(o integer, id uuid, k text, g integer, at timestamptz)
     where v_codes[x.o] = 'appended'
    on conflict (stream_id, key) do update set generation = excluded.generation, due_at = excluded.due_at)
  insert into events (position, stream_id, version, schema_version, occurred_at, recorded_at, stream_type, type, actor,
                      request_id, owner_id, body, sealed_hash, prev_hash, hash)
  select v_firsts[e.o] + e.x, e.id, e.v, e.sv, e.oc, p_recorded_at, e.st, e.t, e.ac, e.rq, e.ow,
         convert_from(substring(p_bytes from e.b for e.bl), 'UTF8'), substring(p_bytes from e.s for 32),
         substring(p_bytes from e.h for 32), substring(p_bytes from e.h + 32 for 32)
    from e;

  if 'appended' = any (v_codes) then
    perform pg_notify('frontdoor_log', '');
  end if;

  for i in 1 .. v_count loop
    continue when v_codes[i] is null;
    ord := i;
    code := v_codes[i];
    first_position := v_firsts[i];
    last_position := null;
    number := v_numbers[i];
    answer := null;
    return next;
  end loop;
end
$$;

grant execute on function append_batch(timestamptz, text, integer, bytea, json, json, json, json, json, json) to frontdoor_server;
