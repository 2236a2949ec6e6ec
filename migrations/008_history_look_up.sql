-- The look-up of earlier contacts as a function: it is planned once a connection, by its indexes alone. Planned for each
-- call on tables that are still small, it sorted everything kept of a busy address before it took the latest.
create function history_look_up(keys text[], since timestamptz, rows_max bigint, secret text)
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
    ) h;
  return query
    select 'marker', k.n, m.id, null::uuid, m.valid_from, m.code, m.why, m.source, m.review_at, m.valid_until
    from unnest(keys) with ordinality as k(w, n)
    cross join lateral (
      select x.* from history_markers x where x.key = decode(k.w, 'hex') limit history_look_up.rows_max
    ) m;
  return query
    select 'cursor', 0::bigint, null::uuid, null::uuid,
      (select e.recorded_at from events e where e.position = c.position + 1),
      case when c.secret_check = decode(secret, 'hex') then 'same' else 'other' end,
      null::text, null::text, null::timestamptz, null::timestamptz
    from history_cursor c;
end
$$;

grant execute on function history_look_up(text[], timestamptz, bigint, text) to frontdoor_server;
