-- History: under which keys earlier contacts and markers are found. Derived from the log by server/history, and can be
-- dropped and built again from it. A key is an HMAC of a telephone number, name, address or registration mark under a
-- secret that is not in the database: whoever reads these tables learns no number and no name.

-- How names sound, and letters without their accents. Both are trusted extensions: the owner of the database may make
-- them.
create extension if not exists fuzzystrmatch;
create extension if not exists unaccent;

-- How far the log has been read, and a check value of the secret: a server with another one must not look here.
create table history_cursor (
  only_row boolean primary key default true check (only_row),
  position bigint not null,
  secret_check bytea
);
insert into history_cursor (position) values (0);

-- A contact under one of its keys. Erasing a contact's rows takes it out of everybody's history.
create table history_keys (
  key bytea not null,
  at timestamptz not null,
  contact uuid not null,
  incident uuid,
  channel text not null,
  role text not null,
  primary key (key, at, contact)
);
create index history_keys_contact on history_keys (contact);

-- Markers as they were imported (domain.md 7.2). Those that ended stay and are shown as such.
create table history_markers (
  key bytea not null,
  id uuid not null,
  code text not null,
  why text not null,
  source text not null,
  valid_from timestamptz not null,
  review_at timestamptz,
  valid_until timestamptz,
  imported_at timestamptz not null,
  primary key (key, id)
);
create index history_markers_source on history_markers (source);

grant select, update on history_cursor to frontdoor_server;
grant select, insert, delete on history_keys, history_markers to frontdoor_server;
