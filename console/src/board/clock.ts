// What an incident's clock runs to next, and how far it has run.
import type { Card } from '../api/types.ts'
import { toAcknowledge } from './marks.ts'

export type TargetKind = 'acknowledge' | 'arrive' | 'allocate'

export interface Target {
  kind: TargetKind
  from: number
  by: number
}

// A dispatch nobody has acknowledged is what is due first; then the arrival, or, where nobody is to arrive, the owner.
export function targetOf(card: Card): Target | null {
  const from = Date.parse(card.received_at)
  const target = (kind: TargetKind, by: string): Target => ({ kind, from, by: Date.parse(by) })
  const dispatch = toAcknowledge(card)
  if (dispatch !== null) return target('acknowledge', dispatch.acknowledge_by)
  if (card.arrive_by !== null) return target('arrive', card.arrive_by)
  if (card.allocate_by !== null) return target('allocate', card.allocate_by)
  return null
}

export interface ClockReading {
  kind: TargetKind
  // 0 at receipt, 1 at the target and after.
  fraction: number
  state: 'within' | 'soon' | 'over'
  remainingMs: number
}

// "Soon" is the last quarter of the time there is.
export function readClock(target: Target, now: number): ClockReading {
  const whole = Math.max(1, target.by - target.from)
  const fraction = Math.min(1, Math.max(0, (now - target.from) / whole))
  const remainingMs = target.by - now
  return {
    kind: target.kind,
    fraction,
    remainingMs,
    state: remainingMs < 0 ? 'over' : fraction >= 0.75 ? 'soon' : 'within',
  }
}
