// The board's order: most urgent grade first, then the next target to fall due, then the oldest.
import type { Card } from '../api/types.ts'
import { rankOf, type Scale } from '../common/grades.ts'
import { targetOf } from './clock.ts'

export function inOrder(cards: Iterable<Card>, scale: Scale): Card[] {
  const keyed = [...cards].map((card) => ({
    card,
    rank: rankOf(scale, card.grade),
    due: targetOf(card)?.by ?? Number.POSITIVE_INFINITY,
    received: Date.parse(card.received_at),
  }))
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank
    if (a.due !== b.due) return a.due < b.due ? -1 : 1
    if (a.received !== b.received) return a.received - b.received
    return a.card.id < b.card.id ? -1 : 1
  })
  return keyed.map((entry) => entry.card)
}
