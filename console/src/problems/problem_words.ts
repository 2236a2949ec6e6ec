// Problem records for reading: what is late, what is said of each part, which stage can come next. Pure.
import type { ProblemRecord } from '../api/types.ts'

export type Stage = ProblemRecord['stage']

export const stages: readonly Stage[] = ['scanning', 'analysis', 'response', 'assessment']

const stageWords: Record<Stage, string> = {
  scanning: 'Scanning: what keeps coming back',
  analysis: 'Analysis: why it does',
  response: 'Response: what is done about it',
  assessment: 'Assessment: whether that has helped',
}

export function stageText(stage: Stage): string {
  return stageWords[stage]
}

// One step on, or any before it: the server refuses others.
export function nextStages(now: Stage): Stage[] {
  const at = stages.indexOf(now)
  return stages.filter((stage, index) => stage !== now && index <= at + 1)
}

export type ProblemAction = ProblemRecord['actions'][number]

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

// The actions, those that are owed first and the soonest due of them at the top.
export function actionsOf(problem: Pick<ProblemRecord, 'actions'>): ProblemAction[] {
  const rank = (one: ProblemAction) => (one.state === 'open' ? 0 : 1)
  return problem.actions.toSorted((a, b) => rank(a) - rank(b) || Date.parse(a.due_at) - Date.parse(b.due_at))
}

export interface Owed {
  open: number
  overdue: number
  // When the next one is due; null where none is owed.
  nextDue: string | null
}

export function owedOn(problem: Pick<ProblemRecord, 'actions'>): Owed {
  const open = actionsOf(problem).filter((one) => one.state === 'open')
  return { open: open.length, overdue: open.filter((one) => one.overdue).length, nextDue: open[0]?.due_at ?? null }
}

// Those with something late first, then those with something due the soonest, then the oldest.
export function inOrderOfNeed(problems: readonly ProblemRecord[]): ProblemRecord[] {
  const due = (one: ProblemRecord) => {
    const { nextDue } = owedOn(one)
    return nextDue === null ? Number.POSITIVE_INFINITY : Date.parse(nextDue)
  }
  const late = (one: ProblemRecord) => (owedOn(one).overdue > 0 ? 0 : 1)
  return problems.toSorted((a, b) => {
    const byDue = due(a) === due(b) ? 0 : due(a) - due(b)
    return late(a) - late(b) || byDue || Date.parse(a.opened_at) - Date.parse(b.opened_at)
  })
}

export type Counted = ProblemRecord['baseline']

// How often it came up: "14 contacts in 28 days"; null where nobody has counted.
export function countText(value: unknown): string | null {
  const { contacts, days } = (value ?? {}) as Partial<Counted>
  if (typeof contacts !== 'number' || typeof days !== 'number' || days === 0) return null
  return `${contacts} ${contacts === 1 ? 'contact' : 'contacts'} in ${days} ${days === 1 ? 'day' : 'days'}`
}

// How often it came up for each week: what two counts of other lengths are compared by.
export function weekly(value: unknown): number | null {
  const { contacts, days } = (value ?? {}) as Partial<Counted>
  if (typeof contacts !== 'number' || typeof days !== 'number' || days === 0) return null
  return (contacts * 7) / days
}

const wordLabels: readonly (readonly [key: string, label: string])[] = [
  ['statement', 'The problem'],
  ['location', 'Where'],
  ['victim', 'Who is harmed'],
  ['offender', 'Who harms'],
  ['scanning', 'Scanning'],
  ['analysis', 'Analysis'],
  ['response', 'Response'],
  ['assessment', 'Assessment'],
  ['result', 'What came of it'],
]

// Its words in the order in which they are read; those of an action stand beside the action.
export function wordsOfProblem(personal: unknown): { label: string; words: string }[] {
  const given = (personal ?? {}) as Record<string, unknown>
  return wordLabels.flatMap(([key, label]) => {
    const words = text(given[key])
    return words === null ? [] : [{ label, words }]
  })
}

export function wordsOfAction(personal: unknown, action: string): string | null {
  return text(((personal ?? {}) as Record<string, unknown>)[`${action}/text`])
}
