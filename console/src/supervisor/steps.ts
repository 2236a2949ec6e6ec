// The audit page's steps for reading: which of their members are words, and which are told as pairs. Pure.
import type { AuditStep } from '../api/types.ts'
import { plain, valueInWords } from '../common/words.ts'

// Every text among the words of a step, however deep it lies, and none twice.
export function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.values(value).flatMap(wordsIn))]
}

const apart = new Set([
  'version',
  'at',
  'by',
  'words',
  'what',
  'id',
  'task',
  'approval',
  'dispatch',
  'handoff',
  'incident',
  'contact',
  'policy',
  'supersedes',
  'position',
])

export interface Pair {
  name: string
  value: string
}

// What a step says besides who, when and in which words. Ids and what is null say nothing to a person.
export function pairsOf(step: AuditStep): Pair[] {
  return Object.entries(step).flatMap(([name, value]) => {
    if (apart.has(name) || value === null || value === undefined) return []
    const said = valueInWords(value)
    return said === '{}' || said === 'none' ? [] : [{ name: plain(name), value: inShort(value, said) }]
  })
}

function inShort(value: unknown, said: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return said
  const entries = Object.entries(value as Record<string, unknown>)
  return entries.map(([name, part]) => `${plain(name).toLowerCase()} ${valueInWords(part)}`).join(', ')
}
