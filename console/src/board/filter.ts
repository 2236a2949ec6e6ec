// The filter line: `g 2` or `g1,2` for grades, `d:salford` for a district, `new` for what nobody has acknowledged, and
// any other words that must all stand somewhere in the row.
import type { Card } from '../api/types.ts'

export interface Filter {
  grades: string[]
  district: string | null
  unacknowledged: boolean
  words: string[]
}

export function parseFilter(text: string): Filter {
  const filter: Filter = { grades: [], district: null, unacknowledged: false, words: [] }
  const tokens = text.toLowerCase().split(/\s+/).filter(Boolean)
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? ''
    const next = tokens[i + 1]
    const grades = /^g:?([0-9a-z](?:,[0-9a-z])*)$/.exec(token)
    if (grades?.[1] !== undefined) filter.grades.push(...grades[1].split(','))
    else if (token === 'g' && next !== undefined && /^[0-9a-z](,[0-9a-z])*$/.test(next)) {
      filter.grades.push(...next.split(','))
      i++
    } else if (token.startsWith('d:')) filter.district = token.slice(2) || null
    else if (token === 'new') filter.unacknowledged = true
    else filter.words.push(token)
  }
  return filter
}

function textOf(card: Card): string {
  const { personal } = card
  return [
    card.number,
    card.district,
    card.flags.join(' '),
    card.channel,
    card.pathway,
    personal?.location_text,
    personal?.summary,
    personal?.caller_name,
    personal?.caller_phone,
  ]
    .join(' ')
    .toLowerCase()
}

export function matches(card: Card, filter: Filter): boolean {
  if (filter.grades.length > 0 && !filter.grades.includes((card.grade ?? '?').toLowerCase())) return false
  if (filter.district !== null && !(card.district ?? '').toLowerCase().startsWith(filter.district)) return false
  if (filter.unacknowledged && (card.dispatch === null || card.dispatch.state === 'acknowledged')) return false
  if (filter.words.length === 0) return true
  const text = textOf(card)
  return filter.words.every((word) => text.includes(word))
}
