-- wrk script: posts the contacts of the file CONTACTS, one body a line, with a fresh number where a body says NNNNNNNNNN.
-- With API_KEY, each request carries it and an Idempotency-Key of its own. At the end one line of JSON goes to standard
-- error. Answers of 4xx and 5xx count as failed; the caller counts rows in the database for what else could go wrong.
local bodies, n = {}, 0
for line in io.lines(os.getenv("CONTACTS")) do
  bodies[#bodies + 1] = line
end
local key = os.getenv("API_KEY")
local run = os.getenv("RUN") .. "-"
local format = string.format

-- Written out by hand: wrk.format builds the header anew for each request, which costs as much as the rest of wrk.
local head
function init()
  local host = "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\nContent-Type: application/json\r\n"
  head = "POST /v1/contacts HTTP/1.1\r\n" .. host
  if key then head = head .. "Authorization: Bearer " .. key .. "\r\nIdempotency-Key: " .. run end
end

function request()
  n = n + 1
  local body = bodies[n % #bodies + 1]
  local number = format("%010d", n)
  local size = #body
  body = body:gsub("NNNNNNNNNN", number) -- as long as what it stands in for
  if key then return head .. number .. "\r\nContent-Length: " .. size .. "\r\n\r\n" .. body end
  return head .. "Content-Length: " .. size .. "\r\n\r\n" .. body
end

function done(summary, latency, _)
  local e = summary.errors
  io.stderr:write(format(
    '{"requests":%d,"rps":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"failed":%d}\n', summary.requests,
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
