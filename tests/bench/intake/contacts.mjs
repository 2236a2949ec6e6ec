// Writes the bodies of the load, one a line: the peer's from its own facts, and the same contacts in the words of
// gmp-2018, each of exactly the peer's size. NNNNNNNNNN is where the load puts a number of its own: in the words, and in
// four of five places, so that one contact in five comes from a place heard of before.
// Usage: node contacts.mjs OUT [FACTS.JSON]. Without the peer's facts, only Frontdoor's, from facts made up alike.
import fs from 'node:fs';

const [out, factsFile] = process.argv.slice(2);
const count = 2000;
const words =
  'Caller NNNNNNNNNN reports a man shouting outside the shop, no weapon seen, he has walked off towards the station. Second time this week.';
const districts = ['Bolton', 'Bury', 'Oldham', 'Rochdale', 'Salford', 'Stockport', 'Tameside', 'Trafford', 'Wigan'];

// A small generator with a fixed seed: every run posts the same contacts.
let state = 20240611;
const random = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
const pick = (list) => list[Math.floor(random() * list.length)];
const mostly = (share, list) => (random() < share ? list[0] : pick(list.slice(1)));

function madeUp() {
  const yes = (share) => random() < share;
  const weapon = mostly(0.8, ['none', 'implied', 'seen', 'used']);
  return {
    incident_type: pick(['other', 'theft', 'asb', 'traffic', 'burglary', 'assault', 'missing_person', 'domestic']),
    weapon, weapon_kind: weapon === 'none' ? 'none' : pick(['other', 'knife', 'firearm']),
    injury: mostly(0.7, ['none', 'minor', 'serious', 'life_threatening']),
    suspect_state: mostly(0.55, ['not_present', 'unknown', 'nearby', 'on_scene']),
    location_kind: pick(['public', 'road', 'dwelling', 'school', 'care_home', 'licensed']),
    caller_role: pick(['third_party', 'witness', 'victim', 'professional']),
    relationship: pick(['none', 'stranger', 'acquaintance', 'family', 'intimate_partner', 'unknown']),
    language_barrier: yes(0.15), threat_to_life: yes(0.03), threats_made: yes(0.15), children_present: yes(0.15),
    victim_vulnerable: yes(0.15), mental_health_crisis: yes(0.15), self_harm: yes(0.05), intoxicated: yes(0.15),
    repeat_victim: yes(0.15), suspect_known_violent: yes(0.15), firearms_licence_at_address: yes(0.05),
    crime_in_progress: yes(0.2), silent_call: yes(0.04), victim_age: Math.floor(random() * 90),
    minutes_since_incident: Math.floor(Math.exp(random() * 9)), prior_incidents_12m: Math.floor(random() * 4),
    prior_dash_score: Math.floor(random() * 12),
  };
}

function timeSince(minutes) {
  const steps = [[5, 'now'], [15, 'recent_15m'], [60, 'recent_1h'], [1440, 'today'], [7200, 'days']];
  return steps.find(([most]) => minutes <= most)?.[1] ?? 'weeks';
}

// The same contact in the vocabulary of gmp-2018. `unknown` is told by leaving the fact out.
function gmp(f) {
  const facts = {
    life_threat: f.threat_to_life ? 'immediate' : 'none',
    violence: f.threats_made ? 'threatened' : 'none',
    weapon: f.weapon,
    suspect_present: f.suspect_state === 'on_scene',
    suspect_nearby: f.suspect_state === 'nearby',
    vulnerability: [f.language_barrier && 'language', f.victim_vulnerable && 'elderly', f.intoxicated && 'intoxication'].filter(Boolean),
    location_quality: 'exact',
    time_since_event: timeSince(f.minutes_since_incident),
    in_progress: f.crime_in_progress,
    injury: f.injury,
    caller_role: f.caller_role,
    victim_age: f.victim_age,
    children_present: f.children_present,
    domestic: f.incident_type === 'domestic',
    mh_crisis: f.mental_health_crisis,
    suicide_intent: f.self_harm ? 'attempt' : 'none',
    repeat_victim: f.repeat_victim,
    repeat_contacts_12m: f.prior_incidents_12m,
    silent: f.silent_call,
    markers: [f.suspect_known_violent && 'violent', f.firearms_licence_at_address && 'firearms'].filter(Boolean),
    asb: f.incident_type === 'asb',
    theft: f.incident_type === 'theft' || f.incident_type === 'burglary',
    premises: f.location_kind === 'dwelling' ? 'dwelling' : f.location_kind === 'licensed' ? 'business' : 'public',
  };
  if (f.weapon !== 'none' && f.weapon_kind !== 'none') facts.weapon_type = f.weapon_kind;
  const relationship = f.relationship === 'intimate_partner' ? 'partner' : f.relationship;
  if (relationship !== 'unknown') facts.relationship = relationship;
  return facts;
}

const peerBody = (facts) => JSON.stringify({ channel: '101', narrative: words, facts });

// Brought to `size` bytes by what the caller said, which is what a contact's size mostly lies in.
function body(facts, size) {
  const house = random() < 0.2 ? 1 + Math.floor(random() * 400) : 'NNNNNNNNNN';
  const location = { text: `${house} Yarrow Road`, district: pick(districts), quality: 'exact' };
  const contact = { channel: '101', narrative: words, facts, location };
  const over = JSON.stringify(contact).length - size;
  contact.narrative = over > 0 ? words.slice(0, Math.max(60, words.length - over)) : words + ' He was loud.'.repeat(-over).slice(0, -over);
  return JSON.stringify(contact);
}

const known = factsFile ? JSON.parse(fs.readFileSync(factsFile, 'utf8')).slice(0, count) : Array.from({ length: count }, madeUp);
const peers = known.map(peerBody);
const ours = known.map((facts, i) => body(gmp(facts), peers[i].length));
fs.writeFileSync(`${out}/frontdoor.jsonl`, ours.join('\n') + '\n');
fs.writeFileSync(`${out}/peer.jsonl`, peers.join('\n') + '\n');
const mean = (list) => Math.round(list.reduce((sum, text) => sum + text.length, 0) / list.length);
console.log(`${mean(ours)} ${mean(peers)}`);
