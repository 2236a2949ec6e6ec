-- Early resolution: what its registers are read from, and how far the search for returns has come.

-- Rare kinds of event that registers count; the index holds nothing of the others.
create index events_screening on events (type, occurred_at)
  where type in ('pathway.resolved', 'contact.demand_tagged');
create index streams_problems on streams (status, received_at, stream_id) where stream_type = 'problem';
create index history_keys_incident on history_keys (incident) where incident is not null;

-- Contacts up to this position have been looked at for the return of something that was resolved early.
create table return_cursor (
  only_row boolean primary key default true check (only_row),
  position bigint not null
);
insert into return_cursor (position) select position from log_head;

grant select, update on return_cursor to frontdoor_server;
