import { usePolicy } from '../api/queries.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { pathwayText } from '../incident/timeline.ts'
import { useDemandTags, useReturns } from './supervisor_api.ts'

interface Line {
  pathway: string
  rule: string | null
  resolved: number
  returned: { within_days: number; incidents: number }[]
}

function lineOf(item: Record<string, unknown>): Line {
  const returned = Array.isArray(item.returned) ? (item.returned as Line['returned']) : []
  return {
    pathway: typeof item.pathway === 'string' ? item.pathway : '',
    rule: typeof item.rule === 'string' ? item.rule : null,
    resolved: typeof item.resolved === 'number' ? item.resolved : 0,
    returned,
  }
}

// What was resolved early and came back, by pathway; and what kind of demand contacts were.
export function Returns() {
  const policy = usePolicy()
  const returns = useReturns()
  const demand = useDemandTags()
  const lines = (returns.data?.items ?? []).map(lineOf)
  const windows = [...new Set(lines.flatMap((line) => line.returned.map((one) => one.within_days)))].toSorted(
    (a, b) => a - b,
  )
  return (
    <>
      <section className="record-section" aria-labelledby="returns">
        <h2 id="returns">Resolved early, and came back</h2>
        {returns.isError && <ProblemBox error={returns.error} />}
        {returns.data && (
          <p className="quiet">
            From <Stamp at={returns.data.from} /> to <Stamp at={returns.data.to} />.
          </p>
        )}
        {returns.data && lines.length === 0 && <p className="quiet">Nothing was resolved early in this time.</p>}
        {lines.length > 0 && (
          <table className="table" aria-label="Came back after an early resolution">
            <thead>
              <tr>
                <th scope="col">Pathway</th>
                <th scope="col">Rule</th>
                <th scope="col" className="number">
                  Resolved
                </th>
                {windows.map((days) => (
                  <th key={days} scope="col" className="number">
                    Back in {days} days
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={`${line.pathway} ${line.rule ?? ''}`}>
                  <th scope="row">{pathwayText(line.pathway, policy.data)}</th>
                  <td>{line.rule ?? 'all'}</td>
                  <td className="number">{line.resolved}</td>
                  {windows.map((days) => (
                    <td key={days} className="number">
                      {line.returned.find((one) => one.within_days === days)?.incidents ?? 0}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="record-section" aria-labelledby="demand_tags">
        <h2 id="demand_tags">Kinds of demand</h2>
        {demand.isError && <ProblemBox error={demand.error} />}
        {demand.data?.tagged === 0 && <p className="quiet">No contact was tagged in this time.</p>}
        <ul className="plain-list">
          {(demand.data?.tags ?? []).map((tag) => {
            const one = tag as { tag?: string; text?: string; kind?: string; contacts?: number }
            return (
              <li key={one.tag}>
                {one.text ?? plain(one.tag ?? '')} ({plain(one.kind ?? '').toLowerCase()}): {one.contacts ?? 0}
              </li>
            )
          })}
        </ul>
      </section>
    </>
  )
}
