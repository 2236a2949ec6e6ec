// What the board holds: the newest card of each open incident that may be seen. Pure; each change gives a new map.
import type { Card, CloudEvent } from '../api/types.ts'

export type Board = ReadonlyMap<string, Card>

export const emptyBoard: Board = new Map()

// The card of an event's state after it; undefined for events with no incident.
export function cardOf(event: CloudEvent): Card | undefined {
  return event.data.incident
}

// A card replaces the one held only when its version is higher, so replays and repeats do no harm. The personal part
// may be left out of a card that comes with an event; what is held stays then.
function put(cards: Map<string, Card>, card: Card): boolean {
  const held = cards.get(card.id)
  if (held && held.version >= card.version) return false
  if (card.status !== 'open') return cards.delete(card.id)
  const personal = card.personal ?? held?.personal
  cards.set(card.id, personal ? { ...card, personal } : card)
  return true
}

export function withCards(board: Board, cards: readonly Card[]): Board {
  const next = new Map(board)
  let changed = false
  for (const card of cards) changed = put(next, card) || changed
  return changed ? next : board
}

export function withEvents(board: Board, events: readonly CloudEvent[]): Board {
  return withCards(
    board,
    events.map(cardOf).filter((card) => card !== undefined),
  )
}

// The whole board anew: what a snapshot does not hold is gone, and frames go on from the snapshot's position.
export function fromSnapshot(cards: readonly Card[]): Board {
  return withCards(emptyBoard, cards)
}

// `stream` is the incident's id, or "incident/<id>".
export function without(board: Board, stream: string): Board {
  const id = stream.slice(stream.lastIndexOf('/') + 1)
  if (!board.has(id)) return board
  const next = new Map(board)
  next.delete(id)
  return next
}
