import { dayAndTime, clockTime } from './time.ts'
import { useNow } from './use_now.ts'

// An instant in London, the raw one on hover.
export function Stamp({ at, seconds = false }: { at: string; seconds?: boolean }) {
  const now = useNow()
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return <span>{at}</span>
  return (
    <time dateTime={at} title={at}>
      {seconds ? clockTime(ms) : dayAndTime(ms, now)}
    </time>
  )
}
