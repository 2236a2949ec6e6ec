import { ProblemBox } from '../common/problem_box.tsx'
import { wholeNumber } from '../common/time.ts'
import { useLive } from '../live/live_context.tsx'
import { completeTo } from '../shell/live_words.ts'
import { may, useSession } from '../shell/session.tsx'
import { useMetrics } from './supervisor_api.ts'

const figure = (value: number | null) => (value === null ? 'not said' : wholeNumber(value))

// How far the consoles of this server are behind, as the server counts them.
export function Consoles() {
  const session = useSession()
  const live = useLive()
  const allowed = may(session, 'metrics_read')
  const metrics = useMetrics(allowed)
  const here = live === null ? null : completeTo(live)
  if (!allowed) return <p className="quiet">The server’s figures are not for your role.</p>
  if (metrics.isError) return <ProblemBox error={metrics.error} />
  if (metrics.data === undefined) return <p className="quiet">Loading…</p>
  const { consoles, slowestBehind, position, unaccounted } = metrics.data
  const behind = (slowestBehind ?? 0) > 0
  return (
    <>
      <dl className="figures">
        <div>
          <dt>Connected consoles</dt>
          <dd>{figure(consoles)}</dd>
        </div>
        <div>
          <dt>The slowest is behind by</dt>
          <dd className={behind ? 'due-late' : undefined}>{figure(slowestBehind)}</dd>
          <dd className="quiet figure-note">{behind ? 'frames' : 'frames: all are up to date'}</dd>
        </div>
        <div>
          <dt>Newest entry of the log</dt>
          <dd>{figure(position)}</dd>
        </div>
        <div>
          <dt>Contacts unaccounted for</dt>
          <dd className={(unaccounted ?? 0) > 0 ? 'due-late' : undefined}>{figure(unaccounted)}</dd>
          <dd className="quiet figure-note">of the last day; must be 0</dd>
        </div>
      </dl>
      <p className="quiet">
        Of this server alone. Which console is behind, the server does not say; a dispatch that no console shows is
        pushed on by itself.
        {here !== null && ` This one is ${here}.`}
      </p>
    </>
  )
}
