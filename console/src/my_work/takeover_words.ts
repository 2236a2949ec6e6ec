// What somebody takes over when a duty of theirs begins, in words. Pure.
import type { Duty, Pod, Policy, TakenOver } from '../api/types.ts'
import { dutyName } from '../common/duty_words.ts'
import { wholeNumber } from '../common/time.ts'
import type { Board } from '../live/board.ts'

type Waiting = TakenOver['incidents'][number]

// "District inspector, North"; a stand-in's says that it is one.
export function ownDutyName(policy: Policy | undefined, pods: readonly Pod[], duty: Duty): string {
  return `${dutyName(policy, pods, duty)}${duty.on_call ? ', standing in on call' : ''}`
}

// In the order in which they were handed over; the live board knows of a change before the server is asked again.
export function asTheyAre(incidents: readonly Waiting[], board: Board | undefined): Waiting[] {
  return incidents.map((one) => board?.get(one.id) ?? one)
}

// What the list itself does not tell: how many more there were, or why it is empty.
export function besidesTheList({ duty, incidents, more }: TakenOver): string | null {
  const others = more === 0 ? null : `and ${wholeNumber(more)} more ${more === 1 ? 'was' : 'were'} open when it began.`
  if (incidents.length > 0) return others
  if (others !== null) return `None of those that were listed is open now, ${others}`
  if (duty.on_call) return 'Nothing is handed over to you before you are called.'
  return 'Nothing is left for you to take over.'
}
