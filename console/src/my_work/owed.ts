// What is owed: whose, in which order, and how it is counted. Pure.
import type { OwedTask } from '../api/types.ts'

export type Whose = 'mine' | 'all' | (string & {})

// "Mine" is what the person's role owes.
export function ofOwner(tasks: readonly OwedTask[], whose: Whose, role: string): OwedTask[] {
  if (whose === 'all') return [...tasks]
  const owner = whose === 'mine' ? role : whose
  return tasks.filter((task) => task.owner === owner)
}

export function owners(tasks: readonly OwedTask[]): string[] {
  return [...new Set(tasks.map((task) => task.owner))].toSorted()
}

export type Order = 'due' | 'risk'

// By due time; or the most urgent incident first and then by due time. No grade stands right after the most urgent.
export function inOrder(tasks: readonly OwedTask[], order: Order, rank: (grade: string | null) => number): OwedTask[] {
  const due = (task: OwedTask) => Date.parse(task.due_at)
  return tasks.toSorted((a, b) => (order === 'risk' ? rank(a.risk) - rank(b.risk) : 0) || due(a) - due(b))
}

export function late(tasks: readonly OwedTask[], now: number): number {
  return tasks.filter((task) => Date.parse(task.due_at) < now).length
}
