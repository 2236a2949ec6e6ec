// How live the board is, in words.
import type { LiveView } from '../live/connection.ts'
import { clockTime, wholeNumber } from '../common/time.ts'

// "complete to 48,211 at 14:02:07", or null before the first snapshot.
export function completeTo(live: Pick<LiveView, 'position' | 'completeAt'>): string | null {
  if (live.position === null || live.completeAt === null) return null
  return `complete to ${wholeNumber(live.position)} at ${clockTime(live.completeAt)}`
}

// What a person must know when the board is not live; null when it is.
export function notLive(live: LiveView, now: number): string | null {
  const held = completeTo(live)
  const until = held === null ? 'Nothing has been received yet.' : `The board is ${held}.`
  switch (live.phase) {
    case 'live':
    case 'off':
      return null
    case 'connecting':
      return held === null && live.reason === null ? null : `Not live. ${until} Connecting again…`
    case 'filling':
      return `Catching up. ${until}`
    case 'waiting': {
      const seconds = Math.max(0, Math.ceil(((live.retryAt ?? now) - now) / 1000))
      return `Not live. ${live.reason ?? ''} ${until} ${seconds === 0 ? 'Trying again now.' : `Trying again in ${seconds} s.`}`
    }
    case 'refused':
      return `Not live. ${live.reason ?? ''} ${until}`
  }
}
