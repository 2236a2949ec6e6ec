// What changed between two states of the facts on the screen, and how to take a change back that the server refused. Pure.
import type { FactValue } from '../api/types.ts'
import { withFact, withoutFact, type Draft } from './draft.ts'

export interface FactChange {
  fact: string
  from: FactValue | undefined
  // undefined: taken back as entered in error.
  to: FactValue | undefined
}

const same = (a: FactValue | undefined, b: FactValue | undefined) => JSON.stringify(a) === JSON.stringify(b)

export function changesOf(before: Draft, after: Draft): FactChange[] {
  const facts = new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])
  return [...facts]
    .map((fact) => ({ fact, from: before.facts[fact], to: after.facts[fact] }))
    .filter(({ from, to }) => !same(from, to))
}

// The fact as it was before the change, unless the person has changed it again since.
export function undone(draft: Draft, change: FactChange): Draft {
  if (!same(draft.facts[change.fact], change.to)) return draft
  return change.from === undefined ? withoutFact(draft, change.fact) : withFact(draft, change.fact, change.from)
}
