import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Card } from '../api/types.ts'
import { useLiveConnection } from '../live/live_context.tsx'

function cardIn(value: unknown): Card | null {
  if (typeof value !== 'object' || value === null) return null
  const found = value as Partial<Card>
  return typeof found.id === 'string' &&
    typeof found.version === 'number' &&
    typeof found.number === 'string' &&
    'contacts' in found
    ? (value as Card)
    : null
}

// The cards that came with an answer: of the incident, and of the other one of a link.
export function cardsIn(answer: unknown): Card[] {
  if (typeof answer !== 'object' || answer === null) return []
  const { incident, other } = answer as { incident?: unknown; other?: unknown }
  return [answer, incident, other].flatMap((one) => cardIn(one) ?? [])
}

// After something was done: the board learns the new cards at once, and what is on show is read anew.
export function useDone(): (answer: unknown) => void {
  const live = useLiveConnection()
  const queries = useQueryClient()
  return useCallback(
    (answer: unknown) => {
      const cards = cardsIn(answer)
      if (cards.length > 0) live?.learn(cards)
      const what = new Set([
        'incident',
        'incident_log',
        'crime',
        'tasks',
        'takeover',
        'escalations',
        'major_incident',
        'diary',
        'calls',
        'audit',
        'reviews',
        'crimes',
        'problem',
        'problems',
      ])
      void queries.invalidateQueries({ predicate: ({ queryKey }) => what.has(String(queryKey[0])) })
    },
    [live, queries],
  )
}
