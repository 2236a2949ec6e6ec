-- Where a contact's temporary number leads, also where the record turned out to have the contact already: under the same
-- key, or from a commit of which this server never heard. Its event then says nothing of the number that a caller was told.
create table temporary_numbers (
  number text primary key,
  incident uuid not null
);

insert into temporary_numbers (number, incident)
select distinct on (c ->> 'temporary_number') c ->> 'temporary_number', (c ->> 'incident')::uuid
  from outage_reports r, jsonb_array_elements(r.report::jsonb -> 'contacts') as c
 where c ->> 'temporary_number' is not null and c ->> 'incident' is not null
 order by c ->> 'temporary_number', r.began_at desc;

grant select, insert, update on temporary_numbers to frontdoor_server;
