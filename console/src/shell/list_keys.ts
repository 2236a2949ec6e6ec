// The keys that go through a list, the same in each of them. Pure.
import { isPlain, singleKeysOn } from './keys.ts'

// Where the key leads from `at` (-1: nothing is chosen yet) in a list of so many; none for a key that moves nowhere.
// `page` is how far Page Up and Page Down go.
export function movedBy(
  event: KeyboardEvent | React.KeyboardEvent,
  at: number,
  count: number,
  page: number,
): number | null {
  if (!isPlain(event)) return null
  const letters = singleKeysOn()
  const { key } = event
  const to = (() => {
    if (key === 'ArrowDown' || (key === 'j' && letters)) return at + 1
    if (key === 'ArrowUp' || (key === 'k' && letters)) return at - 1
    if (key === 'PageDown') return at + page
    if (key === 'PageUp') return at - page
    if (key === 'Home') return 0
    return key === 'End' ? count - 1 : null
  })()
  return to === null ? null : Math.max(0, Math.min(count - 1, to))
}
