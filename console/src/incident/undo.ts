// One's own slip, and how long it may still be taken back: the policy's own time, which the server keeps to. Pure.
import type { Incident, Policy } from '../api/types.ts'

// ISO 8601 as the policy writes it, such as PT2M or P1DT30S, in milliseconds; null where it is none.
export function durationMs(duration: string | undefined): number | null {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration ?? '')
  if (!found || duration === 'P') return null
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0))
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000
}

export interface Slip {
  fact: string
  value: unknown
  // Until when it may be taken back.
  until: number
}

// The facts whose newest statement of this person is young enough, the newest last.
export function slips(
  record: Pick<Incident, 'statements'>,
  me: string,
  policy: Policy | undefined,
  now: number,
): Slip[] {
  const within = durationMs(policy?.working?.undo_within)
  if (within === null) return []
  return Object.entries(record.statements)
    .flatMap(([fact, said]) => {
      const own = said.findLast((one) => one.by === me)
      if (own === undefined) return []
      const until = Date.parse(own.at) + within
      return until > now ? [{ fact, value: own.value, until }] : []
    })
    .toSorted((a, b) => a.until - b.until)
}
