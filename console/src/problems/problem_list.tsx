import { useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import type { ProblemRecord } from '../api/types.ts'
import { DueBy } from '../common/due_by.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { useProblems } from '../incident/record_api.ts'
import { addressOf } from '../shell/route.ts'
import { problemKind, problemOwner } from './problem_forms.ts'
import { countText, inOrderOfNeed, owedOn } from './problem_words.ts'

function Owed({ problem }: { problem: ProblemRecord }) {
  const { open, overdue, nextDue } = owedOn(problem)
  if (problem.status === 'closed') return <span className="quiet">closed</span>
  if (nextDue === null) return <span className="quiet">nothing owed</span>
  return (
    <>
      {overdue > 0 && <strong className="due-late">{overdue} overdue. </strong>}
      {open} open, the next <DueBy at={nextDue} />
    </>
  )
}

// Problem records: those with something late at the top.
export function ProblemList() {
  const policy = usePolicy()
  const [status, setStatus] = useState<ProblemRecord['status']>('open')
  const problems = useProblems(status, true)
  const items = inOrderOfNeed(problems.data?.items ?? [])
  const late = items.filter((one) => owedOn(one).overdue > 0).length
  return (
    <section className="record-section" aria-labelledby="problem_records">
      <h2 id="problem_records">
        Problem records{' '}
        {problems.data && (
          <span className="quiet">
            {items.length} {status}
            {late > 0 && `, ${late} with something overdue`}
          </span>
        )}
      </h2>
      <div className="page-head">
        <label>
          Show{' '}
          <select value={status} onChange={(event) => setStatus(event.target.value === 'closed' ? 'closed' : 'open')}>
            <option value="open">those that are open</option>
            <option value="closed">those that are closed</option>
          </select>
        </label>
      </div>
      {problems.isError && <ProblemBox error={problems.error} />}
      {problems.data === undefined && !problems.isError && <p className="quiet">Loading…</p>}
      {problems.data && items.length === 0 && (
        <p className="quiet">
          {status === 'open'
            ? 'None is open. One is opened from an incident that shows what keeps coming back.'
            : 'None has been closed.'}
        </p>
      )}
      {items.length > 0 && (
        <table className="table" aria-label="Problem records">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Stage</th>
              <th scope="col">Actions</th>
              <th scope="col">Owner</th>
              <th scope="col" className="number">
                Incidents
              </th>
              <th scope="col">Before, and since</th>
              <th scope="col">Opened</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <a href={addressOf({ screen: 'problem', problem: one.id })}>{problemKind(one.kind, policy.data)}</a>
                  {one.district !== null && <span className="quiet"> {one.district}</span>}
                </th>
                <td>{plain(one.stage)}</td>
                <td>
                  <Owed problem={one} />
                </td>
                <td>{problemOwner(one.owner, policy.data)}</td>
                <td className="number">{one.incidents.length}</td>
                <td>
                  {countText(one.baseline) ?? <span className="quiet">not counted</span>}
                  {one.result != null && `; since: ${countText(one.result) ?? 'not counted'}`}
                </td>
                <td>
                  <Stamp at={one.opened_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
