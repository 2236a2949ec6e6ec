// Finding a fact by typing: every word typed must begin a word of the fact, its question or its value.
import type { FactDefinition, FactValue } from '../api/types.ts'
import { plain, valueInWords } from '../common/words.ts'
import { choicesOf } from './questions.ts'

export interface Candidate {
  id: string
  fact: string
  label: string
  value: FactValue
  // A member of a list: added to those held.
  member: boolean
}

function candidatesOf(definition: FactDefinition, numberTyped: number | null): Candidate[] {
  const { fact, type } = definition
  const label = plain(fact)
  if (type === 'integer') {
    if (numberTyped === null) return []
    return [
      { id: `${fact}=${numberTyped}`, fact, label: `${label}: ${numberTyped}`, value: numberTyped, member: false },
    ]
  }
  const member = type === 'set'
  const list = choicesOf({ type, options: definition.options ?? [] }).map(({ value }) => ({
    id: `${fact}=${String(value)}`,
    fact,
    label: `${label}: ${valueInWords(value)}`,
    value,
    member,
  }))
  return member ? [...list, { id: `${fact}=`, fact, label: `${label}: none`, value: [], member: false }] : list
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9£]+/)
    .filter(Boolean)

export function searchFacts(vocabulary: readonly FactDefinition[], query: string, limit = 8): Candidate[] {
  const typed = wordsOf(query)
  if (typed.length === 0) return []
  const number = typed.find((word) => /^\d+$/.test(word))
  const words = typed.filter((word) => !/^\d+$/.test(word))
  const found: { candidate: Candidate; score: number; order: number }[] = []
  let order = 0
  for (const definition of vocabulary) {
    const factWords = wordsOf(plain(definition.fact))
    const questionWords = wordsOf(definition.text ?? '')
    for (const candidate of candidatesOf(definition, number === undefined ? null : Number(number))) {
      const valueWords = wordsOf(valueInWords(candidate.value))
      const begins = (list: string[], word: string) => list.some((one) => one.startsWith(word))
      const scores = words.map((word) =>
        begins(factWords, word) ? 3 : begins(valueWords, word) ? 2 : begins(questionWords, word) ? 1 : 0,
      )
      const fits = scores.length > 0 ? scores.every((score) => score > 0) : definition.type === 'integer'
      if (fits) found.push({ candidate, score: scores.reduce<number>((sum, one) => sum + one, 0), order: order++ })
    }
  }
  found.sort((a, b) => b.score - a.score || a.order - b.order)
  return found.slice(0, limit).map((entry) => entry.candidate)
}
