// A pathway's record as the form holds it. Pure: what still has to be filled in, and what goes to the server.
import type { Pathway, PathwayRequest } from './contact_api.ts'

export interface PathwayRecord {
  person: string
  nothingLost: boolean
  safetyNet: string
  promise: string
  // Hours from now until what was promised is done.
  dueInHours: string
  owner: string
  ownerAccepted: boolean
  close: boolean
  closeWords: string
}

export const emptyRecord = (promise: string): PathwayRecord => ({
  person: '',
  nothingLost: false,
  safetyNet: '',
  promise,
  dueInHours: '',
  owner: '',
  ownerAccepted: false,
  close: false,
  closeWords: '',
})

// What a record needs that is done elsewhere, in words; the form has fields for the rest.
const doneElsewhere: Record<string, string> = {
  history: 'The history was searched, or its source was said to be down',
  crime_recorded: 'Each crime told of is recorded',
  appointment: 'An appointment is booked',
  link: 'It is joined to the incident it belongs to',
  problem: 'It is on a problem record',
  partner_confirmed: 'The partner has confirmed',
  partner_asked: 'The partner was asked',
}

export function neededElsewhere(pathway: Pathway): string[] {
  return pathway.needs.flatMap((need) => doneElsewhere[need] ?? [])
}

// ISO 8601 of the policy, such as P3D or PT4H, in hours; null where it is none.
export function hoursOf(duration: string | null): number | null {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration ?? '')
  if (!found) return null
  const [days, hours, minutes] = found.slice(1).map((part) => Number(part ?? 0))
  return (days ?? 0) * 24 + (hours ?? 0) + (minutes ?? 0) / 60
}

export function requestOfRecord(pathway: Pathway, record: PathwayRecord, now: number): PathwayRequest {
  const needs = new Set(pathway.needs)
  const hours = Number(record.dueInHours)
  const safetyNet = record.safetyNet.trim()
  const promise = record.promise.trim()
  const closeWords = record.closeWords.trim()
  return {
    pathway: pathway.pathway,
    ...(needs.has('person') && record.person !== '' ? { person: record.person } : {}),
    ...(needs.has('nothing_lost') && record.nothingLost ? { nothing_lost: true } : {}),
    ...(safetyNet !== '' ? { safety_net: safetyNet } : {}),
    ...(promise !== '' ? { promise } : {}),
    ...(needs.has('due_at') && hours > 0 ? { due_at: new Date(now + hours * 3_600_000).toISOString() } : {}),
    ...(needs.has('owner') && record.owner !== '' ? { owner: record.owner, owner_accepted: record.ownerAccepted } : {}),
    ...(record.close && closeWords !== '' ? { close: closeWords } : {}),
  }
}
