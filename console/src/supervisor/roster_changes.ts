// What is done to the roster, as what comes into it and what goes; and the plan that does it: all that begins in a time as
// short as can be, as it stands, with the change. Pure.
import { RequestProblem } from '../api/problem.ts'
import type { Duty, Roster } from '../api/types.ts'
import { isRunning, sameDuty } from './roster_words.ts'

export interface Change {
  add: readonly Duty[]
  remove: readonly Duty[]
}

export interface Plan {
  from: string
  to: string
  duties: Omit<Duty, 'area'>[]
}

const minute = 60_000

export function putOn(duty: Duty): Change {
  return { add: [duty], remove: [] }
}

// One that runs ends at that moment, and what was done until then stays; one that is to come is gone.
export function takeOff(duty: Duty, at: string | null, now: number): Change {
  const ends = isRunning(duty, now) && at !== null && Date.parse(at) > Date.parse(duty.from)
  return { add: ends ? [{ ...duty, to: at }] : [], remove: [duty] }
}

export function undone(change: Change): Change {
  return { add: change.remove, remove: change.add }
}

// The time that the plan replaces. It must not be over: where the change is in the past it goes on to now.
export function windowOf({ add, remove }: Change, now: number): { from: string; to: string } {
  const begins = [...add, ...remove].map((duty) => duty.from).toSorted((a, b) => Date.parse(a) - Date.parse(b))
  const last = Date.parse(begins.at(-1) ?? '')
  return { from: begins[0] ?? '', to: new Date(Math.max(last + 1000, now + minute)).toISOString() }
}

function moved(): RequestProblem {
  return new RequestProblem(
    409,
    {
      code: 'roster_moved',
      title: 'The roster has changed',
      detail: 'This duty no longer stands as you saw it. Close this, and look at what stands there now.',
    },
    null,
  )
}

// None where it has been done already, as by a try whose answer was lost. Throws where what is to go is not there.
export function planOf(roster: Roster, change: Change, now: number): Plan | null {
  const stands = (duty: Duty) => roster.duties.some((one) => sameDuty(one, duty))
  if (change.add.every(stands) && !change.remove.some(stands)) return null
  if (!change.remove.every(stands)) throw moved()
  const { from, to } = windowOf(change, now)
  const within = (duty: Duty) => Date.parse(from) <= Date.parse(duty.from) && Date.parse(duty.from) < Date.parse(to)
  const staying = roster.duties.filter((duty) => within(duty) && !change.remove.some((gone) => sameDuty(gone, duty)))
  const duties = [...change.add, ...staying].map(({ area, ...rest }) => (area === null ? rest : { ...rest, area }))
  return { from, to, duties }
}

// What the server says of the one duty that the form is about stands beside the form's fields: it is the plan's first.
export function besideFields(problem: RequestProblem): RequestProblem {
  const errors = problem.errors.map((fault) => ({ ...fault, pointer: fault.pointer.replace(/^\/duties\/0(?=\/)/, '') }))
  return new RequestProblem(
    problem.status,
    { code: problem.code, title: problem.message, detail: problem.detail, errors },
    problem.requestId,
    problem.retryAfterS,
  )
}
