// What the log tells beyond its sentences: the assessments it holds, and how things stood when it had come so far. Pure.
import type { Assessment, Facts, LogEvent } from '../api/types.ts'

type Data = Record<string, unknown>
const part = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {})
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

// An assessment as the log keeps it: without the questions of the moment.
export type Kept = Pick<
  Assessment,
  'proposed_grade' | 'reasons' | 'unknown' | 'flags' | 'pathway' | 'exclusions' | 'thrive' | 'policy'
>

export interface Assessed {
  version: number
  at: string
  by: string
  assessment: Kept
  // The grade that came into force with it; null where it changed none.
  applied: string | null
}

const emptyThrive: Kept['thrive'] = {
  threat: 'none',
  harm: 'none',
  risk: 'none',
  investigation: 'none',
  vulnerability: 'none',
  engagement: 'none',
}

export function keptOf(value: unknown): Kept {
  const given = value as Partial<Kept> | null | undefined
  return {
    proposed_grade: given?.proposed_grade ?? null,
    reasons: given?.reasons ?? [],
    unknown: given?.unknown ?? [],
    flags: given?.flags ?? [],
    pathway: given?.pathway ?? null,
    exclusions: given?.exclusions ?? [],
    thrive: given?.thrive ?? emptyThrive,
    policy: given?.policy ?? { pack: '', version: '', sha256: '' },
  }
}

export function assessmentsIn(events: readonly LogEvent[]): Assessed[] {
  return events
    .filter((event) => event.type === 'incident.assessed')
    .map((event) => ({
      version: event.version,
      at: event.occurred_at,
      by: event.actor,
      assessment: keptOf(event.data.assessment),
      applied: text(part(event.data.applied).grade),
    }))
}

export interface Standing {
  grade: string | null
  status: 'open' | 'closed' | 'linked'
  facts: Facts
}

// How grade, status and facts stood after these events: the latest word on each fact.
export function standingAfter(events: readonly LogEvent[]): Standing {
  const facts = new Map<string, unknown>()
  let grade: string | null = null
  let status: Standing['status'] = 'open'
  for (const { type, data } of events) {
    if (type === 'incident.opened' || type === 'incident.contact_joined' || type === 'incident.facts_added') {
      for (const [fact, value] of Object.entries(part(data.facts))) facts.set(fact, value)
    } else if (type === 'incident.facts_withdrawn') {
      for (const fact of Array.isArray(data.facts) ? data.facts : []) facts.delete(String(fact))
    } else if (type === 'incident.assessed') grade = text(part(data.applied).grade) ?? grade
    else if (type === 'incident.grade_set') grade = text(data.grade)
    else if (type === 'incident.grade_lowered' || type === 'incident.grade_restored')
      grade = text(part(data.target).grade) ?? grade
    else if (type === 'incident.closed') status = 'closed'
    else if (type === 'incident.reopened' || type === 'incident.released') status = 'open'
    else if (type === 'incident.linked' && data.kind === 'duplicate') status = 'linked'
  }
  return { grade, status, facts: Object.fromEntries(facts) as Facts }
}

// The moments at which something was recorded, each once: where the slider stops.
export function moments(events: readonly LogEvent[]): string[] {
  return [...new Set(events.map((event) => event.recorded_at))].toSorted(
    (a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1),
  )
}

// Contacts whose caller is still on the line, as far as the log has come.
export function liveCalls(events: readonly LogEvent[]): string[] {
  const live = new Set<string>()
  for (const { type, data } of events) {
    const contact = text(data.contact)
    if (contact === null) continue
    if ((type === 'incident.opened' || type === 'incident.contact_joined') && data.call_live === true) live.add(contact)
    if (type === 'incident.call_ended') live.delete(contact)
  }
  return [...live]
}

// The words with which a lower grade was asked for, by its approval.
export interface Asking {
  rationale: string | null
  condition: string | null
  thrive: readonly { heading: string; level: string; text: string | null }[]
}

export function askingFor(approval: string, events: readonly LogEvent[]): Asking | null {
  const event = events.find((one) => one.type === 'incident.lowering_requested' && one.data.approval === approval)
  if (event === undefined) return null
  const personal = part(event.personal)
  const words = part(personal.thrive)
  return {
    rationale: text(personal.rationale),
    condition: text(personal.condition),
    thrive: Object.entries(part(event.data.thrive)).map(([heading, level]) => ({
      heading,
      level: String(level),
      text: text(words[heading]),
    })),
  }
}
