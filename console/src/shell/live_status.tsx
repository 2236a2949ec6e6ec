import { useLive } from '../live/live_context.tsx'
import { completeTo } from './live_words.ts'

const words = {
  off: 'Not connected',
  connecting: 'Connecting',
  filling: 'Catching up',
  live: 'Live',
  waiting: 'Not live',
  refused: 'Not live',
} as const

export function LiveStatus() {
  const live = useLive()
  if (live === null) return null
  const good = live.phase === 'live'
  return (
    <span className={`live live-${good ? 'good' : 'bad'}`} title={completeTo(live) ?? undefined} data-live={live.phase}>
      <span className="live-mark" aria-hidden="true" />
      {words[live.phase]}
    </span>
  )
}
