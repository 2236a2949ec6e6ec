-- The records of an incident's crimes are found by it. Only crimes are in this index, so that taking a contact costs nothing
-- more.
create index streams_crimes_of_incident on streams ((snapshot::jsonb #>> '{facts,incident}')) where stream_type = 'crime';
