// What is known already, in words. Pure. "Unavailable", "not searched" and "not shown" never read as "none".
import { plain } from '../common/words.ts'
import type { History, HistoryKeys } from './contact_api.ts'

const ordinal = new Intl.PluralRules('en-GB', { type: 'ordinal' })
const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }

// 4 -> "4th".
export function nth(n: number): string {
  return `${n}${endings[ordinal.select(n)] ?? 'th'}`
}

const keyWords: Record<History['counts'][number]['by'], string> = {
  phone: 'this number',
  person: 'this person',
  person_year: 'this person',
  person_one_name: 'this name',
  person_name: 'this name',
  property: 'this property',
  address: 'this address',
  postcode: 'this postcode',
  near: 'near here',
  vehicle: 'this vehicle',
}

// "4th contact in 24 hours from this number": the present one counted in. Null when nothing was before.
export function countWords(history: History): string | null {
  const counts = history.counts.filter((count) => count.last_12m > 0)
  const best = counts.toSorted(
    (a, b) => Number(b.identifies) - Number(a.identifies) || b.last_24h - a.last_24h || b.last_12m - a.last_12m,
  )[0]
  if (!best) return null
  const [n, within] =
    best.last_24h > 0
      ? [best.last_24h, '24 hours']
      : best.last_28d > 0
        ? [best.last_28d, '28 days']
        : [best.last_12m, '12 months']
  return `${nth(n + 1)} contact in ${within}: ${keyWords[best.by]}`
}

export function currentMarkers(history: History): string[] {
  const kinds = history.sources.flatMap((source) =>
    source.results.flatMap((found) =>
      found.marker === undefined || found.state === 'expired' || found.state === 'not_yet'
        ? []
        : [`${plain(found.marker)}${found.state === 'review_due' ? ' (review due)' : ''}`],
    ),
  )
  return [...new Set(kinds)]
}

export function silentSources(history: History): string[] {
  return history.sources.filter((source) => source.status === 'unavailable').map((source) => plain(source.source))
}

export interface OpenIncident {
  id: string
  number: string
  grade: string | null
  at: string | null
  why: string
}

// Open incidents of the same number, person or place: what this contact may belong to.
export function openIncidents(history: History): OpenIncident[] {
  const found = history.sources.flatMap((source) =>
    source.results.flatMap((result) => {
      const raw = result as Record<string, unknown>
      if (typeof raw.incident !== 'string' || typeof raw.number !== 'string') return []
      if (raw.incident_status !== 'open') return []
      return [
        {
          id: raw.incident,
          number: raw.number,
          grade: typeof raw.grade === 'string' ? raw.grade : null,
          at: typeof raw.at === 'string' ? raw.at : null,
          why: (result.why_matched ?? []).map((why) => why.reason).join(', '),
        },
      ]
    }),
  )
  return [...new Map(found.map((incident) => [incident.id, incident])).values()]
}

// A telephone number that is whole: what is half typed is not looked up, since each reading is logged.
export function wholeNumberOf(phone: string): string | null {
  const digits = phone.replace(/[\s()-]/g, '')
  return /^(?:0\d{10}|\+44\d{10}|\+\d{9,15})$/.test(digits) ? digits : null
}

// What the draft can be looked up under. An address counts with its house number, and is taken when it is left.
export function keysOf(phone: string, address: string): HistoryKeys | null {
  const whole = wholeNumberOf(phone)
  const words = address.trim()
  const place = /\d/.test(words) && /[a-z]{3}/i.test(words) ? words : null
  return whole === null && place === null ? null : { phone: whole, address: place }
}
