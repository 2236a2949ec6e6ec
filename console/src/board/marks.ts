// What a row says of an incident, besides its flags. Pure.
import type { Card, Dispatch } from '../api/types.ts'
import { resourcingLabel } from '../common/words.ts'

// That somebody is waiting for something; the most pressing first.
export interface Mark {
  text: string
  pressing: boolean
}

// "GMP-20260301-000731" is said and read as its day's number; the whole is on hover.
export function shortNumber(number: string): string {
  return (number.split('-').at(-1) ?? number).replace(/^0+(?=\d)/, '')
}

// The dispatch that somebody has still to acknowledge; one that was stood down is not.
export function toAcknowledge({ dispatch }: Pick<Card, 'dispatch'>): Dispatch | null {
  return dispatch?.state === 'pushed' || dispatch?.state === 'overdue' ? dispatch : null
}

export function marksOf(card: Card, postName: (post: string) => string): Mark[] {
  const marks: Mark[] = []
  if (card.major_incident !== null) marks.push({ text: 'major incident', pressing: true })
  if (card.escalated_to.length > 0)
    marks.push({ text: `told: ${card.escalated_to.map(postName).join(', ')}`, pressing: true })
  if (card.approval !== null) marks.push({ text: 'lower grade asked', pressing: false })
  if (card.suggested_grade !== null) marks.push({ text: `facts suggest ${card.suggested_grade}`, pressing: false })
  if (card.response_reduced) marks.push({ text: 'no haste', pressing: false })
  if (card.absorbed > 0) marks.push({ text: `${card.absorbed} joined`, pressing: false })
  if (card.open_tasks > 0)
    marks.push({ text: card.open_tasks === 1 ? '1 task' : `${card.open_tasks} tasks`, pressing: false })
  return marks
}

// Whether somebody goes, where somebody is to go.
export function resourcingOf(card: Card): string | null {
  return card.dispatch === null && card.arrive_by === null ? null : resourcingLabel(card.resourcing)
}
