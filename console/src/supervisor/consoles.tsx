import { ReadProblem } from '../common/read_problem.tsx'
import { Stamp } from '../common/stamp.tsx'
import { wholeNumber } from '../common/time.ts'
import { plain } from '../common/words.ts'
import { useLive } from '../live/live_context.tsx'
import { completeTo } from '../shell/live_words.ts'
import { may, useSession } from '../shell/session.tsx'
import { behindSum, behindText, showsText } from './console_words.ts'
import { useConsoles, useMetrics } from './supervisor_api.ts'

const figure = (value: number | null) => (value === null ? 'not said' : wholeNumber(value))

function Figures() {
  const metrics = useMetrics(true)
  if (metrics.isError) return <ReadProblem error={metrics.error} againS={5} />
  if (metrics.data === undefined) return <p className="quiet">Loading…</p>
  const { consoles, position, unaccounted } = metrics.data
  return (
    <dl className="figures">
      <div>
        <dt>Connected consoles</dt>
        <dd>{figure(consoles)}</dd>
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
  )
}

// Which consoles are behind: whose, where, and by how much; the furthest behind at the top.
export function Consoles() {
  const session = useSession()
  const live = useLive()
  const list = useConsoles(may(session, 'audit_read'))
  const here = live === null ? null : completeTo(live)
  const items = list.data?.items ?? []
  return (
    <>
      {may(session, 'metrics_read') && <Figures />}
      {list.isError && <ReadProblem error={list.error} againS={5} readAt={list.data ? list.dataUpdatedAt : 0} />}
      {list.data === undefined && !list.isError && <p className="quiet">Loading…</p>}
      {list.data && <p role="status">{behindSum(items)}</p>}
      {items.length > 0 && (
        <table className="table" aria-label="Consoles">
          <thead>
            <tr>
              <th scope="col">Whose</th>
              <th scope="col">Shows</th>
              <th scope="col">How it stands</th>
              <th scope="col" className="number">
                Complete to
              </th>
              <th scope="col">Connected</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={`${one.account} ${one.connected_at} ${one.position}`}>
                <th scope="row">
                  {one.account} {one.role !== null && <span className="quiet">{plain(one.role).toLowerCase()}</span>}
                </th>
                <td>{showsText(one.districts)}</td>
                <td className={one.complete ? undefined : 'due-late'}>{behindText(one)}</td>
                <td className="number">{wholeNumber(one.position)}</td>
                <td>
                  <Stamp at={one.connected_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet">
        {list.data && `Of the server ${list.data.node} alone. `}A dispatch that no console shows is pushed on by itself.
        {here !== null && ` This console is ${here}.`}
      </p>
    </>
  )
}
