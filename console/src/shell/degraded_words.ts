// What is missing from a server that answers, in words; null when nothing is. Pure.
import type { components } from '../api/openapi.d.ts'

export type Readiness = components['schemas']['Readiness']

export function degradedWords(readiness: Readiness | undefined): string | null {
  if (readiness === undefined || readiness.status === 'ready') return null
  const { database, feed, draining, mode } = readiness.checks
  // Going on without the record is said by the banner, which hears of it at once.
  if (mode !== 'normal') return null
  if (database === 'unavailable')
    return 'Degraded: the log can not be written. Nothing new is saved until it can; keep what you have on the screen.'
  if (feed === 'unavailable')
    return 'Degraded: news of other servers does not come in. What colleagues do elsewhere may be missing here.'
  if (draining) return 'This server is about to stop. Your console goes over to another by itself.'
  return 'Degraded: the server says that it is not ready.'
}
