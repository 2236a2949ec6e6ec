// What a person must know of the server itself: one state, from one source at a time. While the console is connected the
// socket says it, which hears of it at once; only while it is not is /readyz asked. Pure.
import type { components } from '../api/openapi.d.ts'
import type { LiveView } from '../live/connection.ts'

export type Readiness = components['schemas']['Readiness']
export type Heard = Pick<LiveView, 'phase' | 'mode'>

// What /readyz said last, where it was asked.
export interface Asked {
  readiness: Readiness | undefined
  // It did not answer.
  failed: boolean
}

// The socket has spoken and is open: its word is the newest there is.
export function isConnected(live: Heard | null): boolean {
  return live !== null && (live.phase === 'live' || live.phase === 'filling')
}

function ofMode(mode: Heard['mode']): string | null {
  switch (mode) {
    case 'normal':
      return null
    case 'degraded':
      return 'Degraded: the record cannot be reached. Contacts, raised grades, notes and acknowledgements go on with temporary numbers; use radio and phone for the rest.'
    case 'replaying':
      return 'Degraded: the record is back, and what was done meanwhile is being brought in.'
  }
}

function ofReadiness({ status, checks }: Readiness): string | null {
  if (status === 'ready') return null
  const { database, feed, draining, handed_over, mode } = checks
  if (mode === 'starting') return 'The server was started while the record cannot be reached, and waits for it.'
  if (handed_over)
    return 'This server has lost the record, and another one has it. Your console goes over to that by itself.'
  // It goes on without the record, or brings in what was done meanwhile.
  const words = ofMode(mode)
  if (words !== null) return words
  if (database === 'unavailable')
    return 'Degraded: the log can not be written. Nothing new is saved until it can; keep what you have on the screen.'
  if (feed === 'unavailable')
    return 'Degraded: news of other servers does not come in. What colleagues do elsewhere may be missing here.'
  if (draining) return 'This server is about to stop. Your console goes over to another by itself.'
  return 'Degraded: the server says that it is not ready.'
}

// Null while nothing is known to be wrong. `live` is null for those who have no console; to them alone it is said here
// that the server does not answer, since the others' banner says it.
export function serverWords(live: Heard | null, asked: Asked): string | null {
  if (live !== null && isConnected(live)) return ofMode(live.mode)
  if (asked.failed) return live === null ? 'The server does not answer. What is on the screen may be old.' : null
  return asked.readiness === undefined ? null : ofReadiness(asked.readiness)
}
