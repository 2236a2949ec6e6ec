// What a duty post has been told, counted. Pure.
import type { EscalationBundle } from '../api/types.ts'

// "3 not answered; the first 200 of 431".
export function toldWords({ unanswered, total, items }: EscalationBundle): string {
  const cut = items.length < total ? `; the first ${items.length} of ${total}` : ''
  return `${unanswered} not answered${cut}`
}
