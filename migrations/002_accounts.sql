-- People and programs: accounts, their sessions, API keys, and who changed what of them.
-- Secrets are here as hashes only.

create table accounts (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  display_name text not null,
  role text not null check (role in ('call_handler', 'dispatcher', 'supervisor', 'auditor', 'admin')),
  districts text[] not null,
  disabled boolean not null default false,
  password_hash text not null,
  created_at timestamptz not null,
  last_signed_in_at timestamptz
);

create table sessions (
  id uuid primary key,
  account_id uuid not null references accounts,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_of_account on sessions (account_id, created_at);
create index sessions_expires_at on sessions (expires_at);

create table api_keys (
  id uuid primary key,
  label text not null,
  permissions text[] not null,
  districts text[] not null,
  secret_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create unique index api_keys_label on api_keys (label) where revoked_at is null;

-- What was done to accounts and keys, by whom. Only ever added to.
create table administration (
  at timestamptz not null,
  actor text not null,
  request_id text not null,
  action text not null,
  subject_id uuid not null,
  detail text not null
);
create index administration_at on administration using brin (at);

grant select, insert, update on accounts, api_keys to frontdoor_server;
grant select, insert, update, delete on sessions to frontdoor_server;
grant select, insert on administration to frontdoor_server;
