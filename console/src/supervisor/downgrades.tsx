import { useQueries } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import { usePolicy } from '../api/queries.ts'
import type { AuditPage } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'
import { addressOf } from '../shell/route.ts'
import { useQueue } from './supervisor_api.ts'
import { wordsIn } from './steps.ts'

const shownAtMost = 20

// Grades that were lowered, each with its reason and rationale. Opening it reads each incident's audit page, which the
// server logs, so no more than the newest are shown at once.
export function Downgrades() {
  const policy = usePolicy()
  const queue = useQueue('downgrades')
  const items = (queue.data?.items ?? []).toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, shownAtMost)
  const ids = [...new Set(items.map((item) => item.incident))]
  const pages = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['audit', id],
      queryFn: () => request<AuditPage>(`/v1/incidents/${encodeURIComponent(id)}/audit`),
    })),
  })
  const scale = scaleOf(policy.data)
  if (queue.isError) return <ProblemBox error={queue.error} />
  if (queue.data === undefined) return <p className="quiet">Loading…</p>
  if (items.length === 0) return <p className="quiet">No grade was lowered in the time that reviews look back.</p>
  return (
    <>
      <p>
        {items.length} of {queue.data.total} lowered and not reviewed yet, the newest first.
      </p>
      <table className="table" aria-label="Lowered grades">
        <thead>
          <tr>
            <th scope="col">Now</th>
            <th scope="col">Incident</th>
            <th scope="col">Lowered</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {ids.map((id, index) => {
            const page = pages[index]?.data
            const steps = page?.grade_history.filter((step) => step.what === 'incident.grade_lowered') ?? []
            const item = items.find((one) => one.incident === id)
            return (
              <tr key={id}>
                <td>
                  <GradeBadge grade={item?.grade ?? null} scale={scale} />
                </td>
                <th scope="row">
                  <a href={addressOf({ screen: 'audit', incident: id, queue: 'downgrades', review: null })}>
                    {item?.number ?? id}
                  </a>
                </th>
                <td>
                  {steps.map((step) => (
                    <p key={step.version}>
                      {step.previous} to {step.grade} <Stamp at={step.at} /> {personIn(step.by)}
                    </p>
                  ))}
                </td>
                <td>
                  {pages[index]?.isError === true && (
                    <span className="due-late">Its audit page could not be read.</span>
                  )}
                  {page && steps.length === 0 && 'The log holds no more of it.'}
                  {steps.map((step) => (
                    <div key={step.version}>
                      {policy.data?.working?.lowering_reasons.find((one) => one.code === step.reason_code)?.text ??
                        plain(step.reason_code ?? '')}
                      {wordsIn(step.words).map((words) => (
                        <p key={words} className="timeline-words">
                          {words}
                        </p>
                      ))}
                    </div>
                  ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
