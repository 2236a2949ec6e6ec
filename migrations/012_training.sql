-- Exercises of trainees. Nothing here is of the log and nothing of the log refers to it: no event, no stream, no timer. So
-- an exercise reaches no board, no unit, no figure and no export, and can be deleted without a trace in the record.

-- The last number drawn of each day. Kept by a purge, so that no number is given twice.
create table training_days (
  day date primary key,
  last integer not null
);

create table training_exercises (
  id uuid primary key,
  number text not null unique check (number like 'TRN-%'), -- never an incident's
  day date not null,                                       -- it began on, in the force's own time
  trainee text not null,                                   -- "user:jsmith"
  scenario text not null,
  scenario_version integer not null,
  pack text not null,
  state text not null check (state in ('open', 'submitted', 'abandoned')),
  started_at timestamptz not null,
  ended_at timestamptz,
  decided text,    -- the grade handed in, or "none" for no incident
  expected text,   -- likewise
  percent integer, -- of all points
  passed boolean,
  seconds integer, -- to the grade
  version integer not null,
  body text not null -- the exercise as JSON (triage/training/exercise.hpp)
);
create unique index training_exercises_open on training_exercises (trainee) where state = 'open';
create index training_exercises_trainee on training_exercises (trainee, started_at desc);
create index training_exercises_scenario on training_exercises (scenario, ended_at desc) where state = 'submitted';
create index training_exercises_day on training_exercises (day);

-- What a trainee's console may send again, with the answer given. Goes with its exercise.
create table training_requests (
  key bytea primary key,
  request_hash bytea not null,
  exercise uuid not null references training_exercises on delete cascade,
  answer text not null
);
create index training_requests_exercise on training_requests (exercise);

alter table training_exercises alter column body set compression lz4;
alter table training_requests alter column answer set compression lz4;

grant select, insert, update on training_days to frontdoor_server;
grant select, insert, update, delete on training_exercises, training_requests to frontdoor_server;
