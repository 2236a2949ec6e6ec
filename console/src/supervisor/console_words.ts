// How far a console is behind, in words. Pure.
import type { ConnectedConsole } from '../api/types.ts'
import { span, wholeNumber } from '../common/time.ts'

export function behindText(one: Pick<ConnectedConsole, 'complete' | 'filling' | 'behind_events' | 'behind_s'>): string {
  if (one.complete) return 'Up to date'
  const since = span(one.behind_s * 1000)
  if (one.filling) return `Its board is being sent to it, for ${since}`
  if (one.behind_events === 0) return `The last has not arrived yet, for ${since}`
  return `Behind by ${wholeNumber(one.behind_events)} ${one.behind_events === 1 ? 'entry' : 'entries'}, for ${since}`
}

export function showsText(districts: readonly string[]): string {
  return districts.length === 0 ? 'The whole force' : districts.join(', ')
}

// "2 of 14 consoles are behind", or that none is.
export function behindSum(items: readonly Pick<ConnectedConsole, 'complete'>[]): string {
  const behind = items.filter((one) => !one.complete).length
  const all = `${items.length} ${items.length === 1 ? 'console' : 'consoles'}`
  if (items.length === 0) return 'No console shows a board here.'
  if (behind === 0) return `${all}, all up to date.`
  return `${behind} of ${all} ${behind === 1 ? 'is' : 'are'} behind.`
}
