-- The answer kept for a repeated key and an incident's folded state are a little more than what PostgreSQL stores in the
-- row itself (2 kB), and went to a table beside: one more row and index entry for each, and for each change of an
-- incident. Compressed in their row they fit, but for the largest. Rows written before stay where they are.
alter table idempotency alter column answer set storage main;
alter table streams alter column snapshot set storage main;
