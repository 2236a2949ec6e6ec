-- Calls as telephony tells of them: the list of those that are live, and of callers to be rung back.
create index streams_calls on streams (status, received_at, stream_id) where stream_type = 'call';
