import { Stamp } from './stamp.tsx'
import { span } from './time.ts'
import { useNow } from './use_now.ts'

// When something is due, and how long that is from now; late is said in a word as well as in colour.
export function DueBy({ at, verb = 'due' }: { at: string; verb?: string }) {
  const now = useNow()
  const left = Date.parse(at) - now
  return (
    <span className={left < 0 ? 'due due-late' : 'due'}>
      {verb} <Stamp at={at} /> ({left < 0 ? `${span(left)} late` : `in ${span(left)}`})
    </span>
  )
}
