// A contact being taken. It lives in this tab's session storage, by account, so that a reload or a lost server costs
// nothing and nobody else's page ever shows it.
import type { Channel, ContactRequest, Facts, FactValue, Outcome } from '../api/types.ts'
import { londonInstant } from '../common/london.ts'
import { uniqueKey } from '../common/unique.ts'
import { outcomeLabel } from '../common/words.ts'

// A place that telephony or the line's record gave and the person accepted, with its words as they were then.
export interface AcceptedPlace {
  text: string
  lat?: number
  lon?: number
  radius_m?: number
  quality: 'address_unconfirmed' | 'radius'
}

export interface Draft {
  channel: Channel
  phone: string
  where: string
  narrative: string
  name: string
  district: string
  facts: Facts
  // Facts asked whose answer is not known; they stay unknown, and are not asked again.
  notKnown: string[]
  // Facts in the order given, so that the last can be taken back.
  order: string[]
  // A grade the person has chosen; null leaves it to the proposal.
  grade: string | null
  rationale: string
  // Telephony's own id of the call this is taken on, and its draft contact's call.
  call: string | null
  place: AcceptedPlace | null
  // An incident this contact is joined to instead of opening one.
  incident: { id: string; number: string } | null
  // A job that becomes work later: its kind, and when as the field has it (London's time).
  planned: { kind: string; at: string } | null
  // The same key goes with every try at sending, so that the contact is taken once.
  idempotencyKey: string
}

export function newDraft(makeKey: () => string = uniqueKey): Draft {
  return {
    channel: '999',
    phone: '',
    where: '',
    narrative: '',
    name: '',
    district: '',
    facts: {},
    notKnown: [],
    order: [],
    grade: null,
    rationale: '',
    call: null,
    place: null,
    incident: null,
    planned: null,
    idempotencyKey: makeKey(),
  }
}

export function isUntouched(draft: Draft): boolean {
  const words = [draft.phone, draft.where, draft.narrative, draft.name, draft.district]
  return words.every((text) => text.trim() === '') && draft.order.length === 0
}

// The accepted place stands for as long as its words do; more may be written behind them.
export function withWhere(draft: Draft, where: string): Draft {
  const stands = draft.place !== null && where.startsWith(draft.place.text)
  return { ...draft, where, place: stands ? draft.place : null }
}

export function withPlace(draft: Draft, place: AcceptedPlace): Draft {
  return { ...draft, where: place.text, place }
}

export function withFact(draft: Draft, fact: string, value: FactValue): Draft {
  return {
    ...draft,
    facts: { ...draft.facts, [fact]: value },
    notKnown: draft.notKnown.filter((one) => one !== fact),
    order: [...draft.order.filter((one) => one !== fact), fact],
  }
}

export function withoutFact(draft: Draft, fact: string): Draft {
  const facts = { ...draft.facts }
  delete facts[fact]
  return {
    ...draft,
    facts,
    notKnown: draft.notKnown.filter((one) => one !== fact),
    order: draft.order.filter((one) => one !== fact),
  }
}

export function withNotKnown(draft: Draft, fact: string): Draft {
  const cleared = withoutFact(draft, fact)
  return { ...cleared, notKnown: [...cleared.notKnown, fact], order: [...cleared.order, fact] }
}

export function withoutLast(draft: Draft): Draft {
  const last = draft.order.at(-1)
  return last === undefined ? draft : withoutFact(draft, last)
}

const qualities = ['exact', 'address_unconfirmed', 'radius', 'unknown'] as const

// Emergencies, calls and what joins an incident are never put off to a plan: it is not offered there, and what was chosen
// before does not count.
export function mayBePlanned(draft: Draft): boolean {
  return draft.channel !== '999' && draft.call === null && draft.incident === null
}

// A kind was chosen, and no time that is one.
export function lacksPlannedTime(draft: Draft): boolean {
  return mayBePlanned(draft) && draft.planned !== null && londonInstant(draft.planned.at) === null
}

function plannedOf(draft: Draft): NonNullable<ContactRequest['planned']> | null {
  const at = draft.planned === null ? null : londonInstant(draft.planned.at)
  return mayBePlanned(draft) && draft.planned !== null && at !== null
    ? { kind: draft.planned.kind, active_from: at }
    : null
}

// What goes to the server; empty fields are left out, never sent as if they had been asked.
export function requestOf(draft: Draft, outcome: Outcome | null = null): ContactRequest {
  const caller = {
    ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
    ...(draft.name.trim() ? { name: draft.name.trim() } : {}),
  }
  const quality = qualities.find((one) => one === draft.facts.location_quality) ?? draft.place?.quality
  const { place } = draft
  const location = {
    ...(place?.lat !== undefined && place.lon !== undefined ? { lat: place.lat, lon: place.lon } : {}),
    ...(place?.radius_m !== undefined ? { radius_m: place.radius_m } : {}),
    ...(draft.where.trim() ? { text: draft.where.trim() } : {}),
    ...(draft.district.trim() ? { district: draft.district.trim() } : {}),
    ...(quality ? { quality } : {}),
  }
  const words = draft.narrative.trim()
  const planned = outcome === null ? plannedOf(draft) : null
  return {
    channel: draft.channel,
    narrative: words === '' && outcome !== null ? `${outcomeLabel(outcome)}.` : words,
    ...(Object.keys(draft.facts).length > 0 ? { facts: draft.facts } : {}),
    ...(Object.keys(caller).length > 0 ? { caller } : {}),
    ...(Object.keys(location).length > 0 ? { location } : {}),
    ...(draft.call !== null ? { call: draft.call } : {}),
    ...(draft.incident !== null && outcome === null ? { incident: draft.incident.id } : {}),
    ...(planned !== null ? { planned } : {}),
    ...(outcome !== null ? { contact_only: { outcome } } : {}),
    ...(outcome === null && draft.grade !== null
      ? { grade: { grade: draft.grade, ...(draft.rationale.trim() ? { rationale: draft.rationale.trim() } : {}) } }
      : {}),
  }
}

const keyOf = (account: string) => `frontdoor.draft.${account}`

export function saveDraft(storage: Storage, account: string, draft: Draft): void {
  try {
    storage.setItem(keyOf(account), JSON.stringify(draft))
  } catch {
    // A full or forbidden storage must not stop a call from being taken.
  }
}

export function loadDraft(storage: Storage, account: string): Draft | null {
  try {
    const text = storage.getItem(keyOf(account))
    if (text === null) return null
    const held: unknown = JSON.parse(text)
    if (typeof held !== 'object' || held === null) return null
    const merged: Draft = { ...newDraft(), ...held }
    const sound =
      typeof merged.narrative === 'string' &&
      typeof merged.where === 'string' &&
      typeof merged.facts === 'object' &&
      Array.isArray(merged.order) &&
      Array.isArray(merged.notKnown) &&
      (merged.call === null || typeof merged.call === 'string') &&
      (merged.planned === null || (typeof merged.planned.kind === 'string' && typeof merged.planned.at === 'string')) &&
      (merged.place === null || typeof merged.place.text === 'string') &&
      (merged.incident === null || typeof merged.incident.id === 'string')
    return sound ? merged : null
  } catch {
    return null
  }
}

export function dropDraft(storage: Storage, account: string): void {
  try {
    storage.removeItem(keyOf(account))
  } catch {
    // As in saveDraft.
  }
}
