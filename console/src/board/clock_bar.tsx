import type { Card } from '../api/types.ts'
import { span, spanInWords } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'
import { readClock, targetOf, type TargetKind } from './clock.ts'

const toDo: Record<TargetKind, string> = { acknowledge: 'to acknowledge', arrive: 'to arrive', allocate: 'to allocate' }

// The time there is as a bar that fills towards its target; the words say the same without the colour.
export function ClockBar({ card }: { card: Card }) {
  const now = useNow()
  const target = targetOf(card)
  if (target === null) {
    return <span className="clock clock-none">{card.grade === null ? 'no clock until graded' : 'no clock'}</span>
  }
  const reading = readClock(target, now)
  const over = reading.state === 'over'
  const words = `${spanInWords(reading.remainingMs)} ${over ? 'over the time' : 'left'} ${toDo[reading.kind]}`
  return (
    <span className={`clock clock-${reading.state}`} title={new Date(target.by).toISOString()}>
      <span className="clock-track" aria-hidden="true">
        <span className="clock-fill" style={{ width: `${(reading.fraction * 100).toFixed(1)}%` }} />
      </span>
      <span className="clock-words" aria-hidden="true">
        {over ? `+${span(reading.remainingMs)} over` : `${span(reading.remainingMs)} ${toDo[reading.kind]}`}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}
