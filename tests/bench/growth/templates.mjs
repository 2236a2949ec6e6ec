// Takes contacts through the API and closes what can be closed: what growth_rows then copies a million times. The first
// are closed; the last stay open, with their timers.
// Usage: node templates.mjs PORT API_KEY PASSWORD CONTACTS.JSONL CLOSED OPEN
import fs from 'node:fs';

const [port, apiKey, password, file, closedWanted, openWanted] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}`;
const bodies = fs.readFileSync(file, 'utf8').trim().split('\n');

const signedIn = await fetch(`${base}/v1/session`, {
  method: 'POST', headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ account: 'supervisor', password }),
});
if (!signedIn.ok) throw new Error(`the supervisor cannot sign in: ${await signedIn.text()}`);
const person = {
  cookie: signedIn.headers.get('set-cookie').split(';')[0],
  'x-csrf-token': (await signedIn.json()).csrf_token,
  origin: base,
  'content-type': 'application/json',
};
const get = (path) => fetch(base + path, { headers: person });
const post = (path, body, more = {}) =>
  fetch(base + path, { method: 'POST', headers: { ...person, ...more }, body: JSON.stringify(body) });

let number = 0;
async function take() {
  const body = bodies[number % bodies.length].replace('NNNNNNNNNN', String(++number).padStart(10, '0'));
  const answer = await fetch(`${base}/v1/contacts`, {
    method: 'POST', body,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': `template-${process.pid}-${number}` },
  });
  if (answer.status !== 201) throw new Error(`a contact is refused: ${await answer.text()}`);
  return (await answer.json()).incident?.id;
}

// What the gate asks for, as far as one person can give it.
async function satisfy(path, { code, pointer }) {
  const last = pointer.slice(pointer.lastIndexOf('/') + 1);
  switch (code) {
    case 'risk_fact_unanswered': return post(`${path}/facts`, { not_establishable: [{ fact: last, reason_code: 'nobody_knows' }] });
    case 'call_is_live': return post(`${path}/call-ended`, {});
    case 'ungraded': return post(`${path}/grade`, { grade: '4' });
    case 'task_open': return post(`/v1/tasks/${last}/complete`, { outcome: 'no_safe_contact', reason_code: 'anonymous' });
    case 'dispatch_not_acknowledged':
      return post(`${path}/acknowledgement`, { dispatch: (await (await get(path)).json()).dispatch.id });
    default: return undefined;
  }
}

async function close(id) {
  const path = `/v1/incidents/${id}`;
  for (let round = 0; round < 6; ++round) {
    const etag = (await get(path)).headers.get('etag');
    const answer = await post(`${path}/closure`, {
      outcome: 'attended_dealt_with', rationale: 'Officers spoke to both; he has gone to a friend for the night.',
      nsir: { closing: 'PSW-CFS' },
    }, { 'if-match': etag });
    if (answer.ok) return true;
    const { code, errors } = await answer.json();
    if (code !== 'still_open') return false;
    let helped = false;
    for (const error of errors) {
      const done = await satisfy(path, error);
      helped ||= done?.ok ?? false;
    }
    if (!helped) return false;
  }
  return false;
}

let closed = 0;
for (let tries = 0; closed < closedWanted && tries < closedWanted * 10; ++tries) {
  const id = await take();
  if (id && (await close(id))) ++closed;
}
let open = 0;
for (let tries = 0; open < openWanted && tries < openWanted * 3; ++tries) if (await take()) ++open;
console.log(JSON.stringify({ closed, open, taken: number }));
if (closed === 0 || open === 0) throw new Error('no incident could be closed, or none is open');
