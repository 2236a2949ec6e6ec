-- Supervision: the events that review queues are made of, and the reviews by what they are about.

-- Only the types that triage::review::reviewable_events() lists: none of them comes with a contact, so that taking one
-- costs nothing more.
create index events_reviewable on events (type, occurred_at)
  where type in ('incident.grade_lowered', 'incident.grade_restored', 'incident.closed', 'incident.reopened',
                 'incident.deferred', 'incident.linked', 'incident.fact_set_aside', 'task.overdue', 'dispatch.overdue',
                 'handoff.silent', 'handoff.requested', 'incident.crime_decision_late', 'incident.crime_decided',
                 'incident.grade_set');

create index streams_reviews on streams (received_at desc, stream_id) where stream_type = 'review';
create index streams_reviews_incident on streams ((snapshot::jsonb ->> 'incident')) where stream_type = 'review';
create index streams_reviews_subject on streams ((snapshot::jsonb ->> 'subject'), received_at desc)
  where stream_type = 'review';
