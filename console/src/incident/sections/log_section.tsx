import { useDeferredValue, useMemo, useState } from 'react'
import type { LogEvent, Policy } from '../../api/types.ts'
import { nameOf, scaleOf } from '../../common/grades.ts'
import { ProblemBox } from '../../common/problem_box.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { clockTime } from '../../common/time.ts'
import { plain, valueInWords } from '../../common/words.ts'
import { useLogAt } from '../record_api.ts'
import { moments, standingAfter } from '../record_log.ts'
import { personIn, sentenceOf, taskNames, wordsOf } from '../timeline.ts'
import { Section } from './section.tsx'

function Timeline({ events, policy }: { events: readonly LogEvent[]; policy: Policy | undefined }) {
  const tasks = useMemo(() => taskNames(events, policy), [events, policy])
  return (
    <ol className="timeline">
      {events.toReversed().map((event) => {
        const words = wordsOf(event)
        return (
          <li key={event.position}>
            <Stamp at={event.occurred_at} seconds />
            <div>
              <p>
                {sentenceOf(event, policy, tasks)} <span className="quiet">{personIn(event.actor)}</span>
              </p>
              {words !== null && <p className="timeline-words">{words}</p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Then({ events, policy }: { events: readonly LogEvent[]; policy: Policy | undefined }) {
  const then = standingAfter(events)
  const facts = Object.entries(then.facts)
  return (
    <div className="note-box" data-testid="known-then">
      <p>
        <strong>As known then:</strong>{' '}
        {then.grade === null ? 'ungraded' : `grade ${then.grade}, ${nameOf(scaleOf(policy), then.grade)}`},{' '}
        {then.status}.
      </p>
      <p>
        {facts.length === 0
          ? 'No facts.'
          : facts.map(([fact, value]) => `${plain(fact)}: ${valueInWords(value)}`).join('; ') + '.'}
      </p>
    </div>
  )
}

interface Props {
  id: string
  events: readonly LogEvent[]
  policy: Policy | undefined
}

// The log in sentences, and the slider that shows it as it was known at a moment.
export function LogSection({ id, events, policy }: Props) {
  const stops = useMemo(() => moments(events), [events])
  // Null is now, and stays now when more comes in.
  const [stop, setStop] = useState<number | null>(null)
  const at = stop === null ? null : (stops[Math.min(stop, stops.length - 1)] ?? null)
  const asked = useDeferredValue(at)
  const past = useLogAt(id, asked)
  const last = Math.max(0, stops.length - 1)
  const shown = asked === null ? events : (past.data?.events ?? [])
  const words =
    at === null
      ? 'Now: all that is recorded'
      : `${clockTime(Date.parse(at))}, ${(stop ?? 0) + 1} of ${stops.length} moments`
  return (
    <Section id="log" digit="2" title="Log" note={`${events.length} entries`}>
      <div className="as-at">
        <label htmlFor="as_at">As known at</label>
        <input
          id="as_at"
          type="range"
          min={0}
          max={last}
          step={1}
          value={stop === null ? last : Math.min(stop, last)}
          aria-valuetext={words}
          onChange={(event) => {
            const value = Number(event.target.value)
            setStop(value >= last ? null : value)
          }}
        />
        <output htmlFor="as_at">{words}</output>
        {stop !== null && (
          <button type="button" className="button-quiet" onClick={() => setStop(null)}>
            Back to now
          </button>
        )}
      </div>
      {at !== null && past.isError && <ProblemBox error={past.error} />}
      {asked !== null && past.data && <Then events={past.data.events} policy={policy} />}
      {asked !== null && past.data === undefined && !past.isError ? (
        <p className="quiet">Loading…</p>
      ) : (
        <Timeline events={shown} policy={policy} />
      )}
    </Section>
  )
}
