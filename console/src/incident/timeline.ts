// The log's events as sentences. Pure; what is not known to this console is shown by its type, never left out.
import type { LogEvent } from '../api/types.ts'
import { channelLabel, plain } from '../common/words.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function graded(data: Record<string, unknown>): string {
  const grade = text(data.grade)
  const previous = text(data.previous)
  if (grade === null) return 'Ungraded: a person chooses'
  if (previous === null) return `Grade ${grade} chosen`
  return previous === grade ? `Grade ${grade} confirmed` : `Grade ${grade} set, was ${previous}`
}

export function sentenceOf(event: LogEvent): string {
  const { data } = event
  switch (event.type) {
    case 'contact.received':
      return `Contact received${text(data.channel) === null ? '' : ` by ${channelLabel(text(data.channel) ?? '')}`}`
    case 'incident.opened':
      return 'Incident opened'
    case 'incident.contact_joined':
      return `Contact joined${text(data.channel) === null ? '' : ` (${channelLabel(text(data.channel) ?? '')})`}`
    case 'incident.assessed': {
      const proposed =
        text(data.proposed_grade) ?? text((data.assessment as Record<string, unknown> | undefined)?.proposed_grade)
      return proposed === null ? 'Assessed: no grade proposed' : `Assessed: grade ${proposed} proposed`
    }
    case 'incident.grade_set':
      return graded(data)
    case 'incident.note_added':
      return 'Note added'
    case 'dispatch.requested':
      return 'Pushed to the consoles'
    case 'dispatch.acknowledged':
      return 'Dispatch acknowledged'
    case 'dispatch.overdue':
      return 'Dispatch not acknowledged in time'
    default:
      return plain(String(event.type).replaceAll('.', ' '))
  }
}

// The words that belong to an event, for those who may read them.
export function wordsOf(event: LogEvent): string | null {
  const personal = event.personal ?? {}
  return text(personal.text) ?? text(personal.narrative) ?? text(event.data.rationale) ?? text(personal.rationale)
}
