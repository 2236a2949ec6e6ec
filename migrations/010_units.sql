-- Units, desks and handovers: their lists are read whole, by this index; it holds nothing of other streams.

create index streams_force on streams (stream_type, status, stream_id)
  where stream_type in ('unit', 'desk', 'handover');
