// Calls as telephony tells of them. Pure: which is this person's, and what of it goes into a draft.
import type { Call } from '../api/types.ts'
import type { AcceptedPlace, Draft } from '../contact/draft.ts'

export interface Place extends AcceptedPlace {
  source: 'aml' | 'subscriber' | 'network'
  // Which of the call's own list it is, numbered from 0.
  candidate: number
}

const sourceWords = {
  aml: 'the handset’s own fix',
  subscriber: 'the address of the line',
  network: 'the cell',
} as const

export function sourceInWords(source: Place['source']): string {
  return sourceWords[source]
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)

function placeOf(raw: Record<string, unknown>, candidate: number): Place | null {
  const source = (['aml', 'subscriber', 'network'] as const).find((one) => one === raw.source)
  if (source === undefined) return null
  const lat = numberOf(raw.lat)
  const lon = numberOf(raw.lon)
  const radius = numberOf(raw.radius_m)
  const words = typeof raw.text === 'string' ? raw.text.trim() : ''
  if (words === '' && (lat === undefined || lon === undefined)) return null
  const within = radius === undefined ? '' : `, within ${Math.round(radius)} m`
  return {
    source,
    candidate,
    text: words !== '' ? words : `${lat?.toFixed(5)}, ${lon?.toFixed(5)}${within}`,
    ...(lat !== undefined && lon !== undefined ? { lat, lon } : {}),
    // The contract takes no wider circle.
    ...(radius !== undefined && lat !== undefined ? { radius_m: Math.min(100_000, radius) } : {}),
    quality: source === 'subscriber' ? 'address_unconfirmed' : 'radius',
  }
}

// The candidates, the most exact first: a handset's fix, the address of the line, then the cell.
export function placesOf(call: Call): Place[] {
  const rank = { aml: 0, subscriber: 1, network: 2 }
  return (call.personal?.locations ?? [])
    .map(placeOf)
    .filter((place) => place !== null)
    .sort((a, b) => rank[a.source] - rank[b.source] || (a.radius_m ?? 0) - (b.radius_m ?? 0))
}

// The place after the one accepted, so that the same key goes through them; the first when none is.
export function nextPlace(places: readonly Place[], accepted: AcceptedPlace | null): Place | null {
  const at = accepted === null ? -1 : places.findIndex((place) => place.text === accepted.text)
  return places[(at + 1) % places.length] ?? null
}

const talking = new Set<Call['state']>(['answered', 'silent_solution', 'located'])

// The call that this person has answered, the newest of several.
export function ownCall(calls: readonly Call[], account: string): Call | null {
  const own = calls.filter(
    (call) =>
      call.standing === 'live' &&
      call.answered_at !== null &&
      talking.has(call.state) &&
      call.agent?.toLowerCase() === account.toLowerCase(),
  )
  return own.toSorted((a, b) => Date.parse(b.answered_at ?? '') - Date.parse(a.answered_at ?? ''))[0] ?? null
}

export function ringing(calls: readonly Call[]): Call[] {
  return calls.filter((call) => call.standing === 'live' && call.answered_at === null)
}

// The call put on the form: what is empty is filled, nothing that was typed is written over.
export function withCall(draft: Draft, call: Call): Draft {
  return {
    ...draft,
    channel: call.channel,
    call: call.personal?.line ?? null,
    phone: draft.phone.trim() === '' ? (call.personal?.phone ?? '') : draft.phone,
    district: draft.district.trim() === '' ? (call.district ?? '') : draft.district,
  }
}
