// Live demand, counted from the open incidents and from what came in. Pure.
import type { Card } from '../api/types.ts'
import { readClock, targetOf } from '../board/clock.ts'
import { rankOf, type Scale } from '../common/grades.ts'

const hour = 3_600_000

// The beginnings of so many whole hours before this one, and of this one, in order.
export function hourStarts(now: number, hours: number): number[] {
  const current = Math.floor(now / hour) * hour
  return Array.from({ length: hours }, (_, index) => current - (hours - 1 - index) * hour)
}

// How many came in each hour, from how many have come since each of their beginnings.
export function perHour(since: readonly number[]): number[] {
  return since.map((count, index) => Math.max(0, count - (since[index + 1] ?? 0)))
}

export interface GradeCount {
  grade: string | null
  open: number
  late: number
}

function isLate(card: Card, now: number): boolean {
  const target = targetOf(card)
  return target !== null && readClock(target, now).state === 'over' && card.resourcing !== 'attended'
}

export function byGrade(cards: readonly Card[], scale: Scale, now: number): GradeCount[] {
  const grades: (string | null)[] = [...new Set(cards.map((card) => card.grade))]
  return grades
    .toSorted((a, b) => rankOf(scale, a) - rankOf(scale, b))
    .map((grade) => {
      const of = cards.filter((card) => card.grade === grade)
      return { grade, open: of.length, late: of.filter((card) => isLate(card, now)).length }
    })
}

export interface Demand {
  open: number
  unacknowledged: number
  unresourced: number
  late: number
  // Of those open that have a clock; null when none has.
  onTimePercent: number | null
  // The one of those nobody has gone to that has waited longest.
  oldest: Card | null
  escalated: number
}

export function demandOf(cards: readonly Card[], now: number): Demand {
  const clocked = cards.filter((card) => targetOf(card) !== null)
  const late = clocked.filter((card) => isLate(card, now)).length
  const waiting = cards.filter((card) => card.resourcing === 'unresourced')
  const oldest = waiting.reduce<Card | null>(
    (found, card) => (found === null || Date.parse(card.received_at) < Date.parse(found.received_at) ? card : found),
    null,
  )
  return {
    open: cards.length,
    unacknowledged: cards.filter(
      (card) => card.dispatch !== null && (card.dispatch.state === 'pushed' || card.dispatch.state === 'overdue'),
    ).length,
    unresourced: waiting.length,
    late,
    onTimePercent: clocked.length === 0 ? null : Math.round((100 * (clocked.length - late)) / clocked.length),
    oldest,
    escalated: cards.filter((card) => card.escalated_to.length > 0).length,
  }
}

export function percentOf(part: number, whole: number): string {
  return whole === 0 ? 'none yet' : `${Math.round((100 * part) / whole)} %`
}
