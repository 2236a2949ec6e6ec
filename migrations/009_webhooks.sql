-- Webhooks: who is told of which events, how far each has been told, and what could not be told. The events themselves
-- stay in the log; nothing here repeats them, and no secret is here (server/webhooks/secret.hpp).

create table webhooks (
  id uuid primary key,
  label text not null unique,
  url text not null,
  api_key uuid not null references api_keys, -- whose rights it has
  types text[] not null,
  districts text[] not null,
  batch boolean not null,
  state text not null check (state in ('active', 'disabled')),
  state_reason text not null,
  secret_check bytea not null, -- of the secret that was shown, to notice a server with another secret file
  position bigint not null,    -- told up to here
  attempts integer not null default 0, -- of the delivery after `position`, in a row, without success
  attempt_to bigint not null default 0, -- where that delivery ends, so that a repeat is the same
  first_failed_at timestamptz,
  retry_at timestamptz,
  last_failure text not null default '',
  last_delivered_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  -- The server at work on it. These three are on the database's own clock: a lease has to end while a manual clock stands.
  lease_token uuid,
  lease_until timestamptz,
  worked_at timestamptz
);

-- Deliveries given up after the last attempt: positions, not events.
create table webhook_dead_letters (
  id uuid primary key,
  webhook uuid not null references webhooks on delete cascade,
  first_position bigint not null,
  last_position bigint not null,
  attempts integer not null,
  first_failed_at timestamptz not null,
  last_failed_at timestamptz not null,
  last_failure text not null,
  state text not null check (state in ('waiting', 'retry'))
);
create index webhook_dead_letters_of on webhook_dead_letters (webhook, first_position);
create index webhook_dead_letters_retry on webhook_dead_letters (webhook) where state = 'retry';

grant select, insert, update, delete on webhooks, webhook_dead_letters to frontdoor_server;
