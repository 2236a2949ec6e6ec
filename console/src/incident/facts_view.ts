// The facts of an incident for reading: each with who said it, how sure it is, and who says otherwise. Pure.
import type { Incident, Statement } from '../api/types.ts'

export interface FactLine {
  fact: string
  value: unknown
  statements: readonly Statement[]
  disputed: boolean
  starred: boolean
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

// Those on which sources differ first, then those that count for safety, then the others by name.
export function factLines(
  record: Pick<Incident, 'facts' | 'statements' | 'contradictions'>,
  starred: ReadonlySet<string>,
): FactLine[] {
  const disputed = new Set(record.contradictions.map((one) => one.fact))
  const lines = Object.entries(record.facts).map(([fact, value]) => ({
    fact,
    value,
    statements: record.statements[fact] ?? [],
    disputed: disputed.has(fact),
    starred: starred.has(fact),
  }))
  const rank = (line: FactLine) => (line.disputed ? 0 : line.starred ? 1 : 2)
  return lines.toSorted((a, b) => rank(a) - rank(b) || a.fact.localeCompare(b.fact))
}

// Said once where several statements say the same: the value with everybody behind it.
export function voices(statements: readonly Statement[]): { value: unknown; statements: Statement[] }[] {
  const found: { value: unknown; statements: Statement[] }[] = []
  for (const statement of statements) {
    const held = found.find((one) => same(one.value, statement.value))
    if (held === undefined) found.push({ value: statement.value, statements: [statement] })
    else held.statements.push(statement)
  }
  return found
}
