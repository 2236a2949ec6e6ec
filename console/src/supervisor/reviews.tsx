import { useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import type { ReviewCandidate } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf, type Scale } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'
import { addressOf } from '../shell/route.ts'
import { useForms, useQueue } from './supervisor_api.ts'

function Row({ item, queue, scale }: { item: ReviewCandidate; queue: string; scale: Scale }) {
  return (
    <tr>
      <td>{item.grade === undefined ? null : <GradeBadge grade={item.grade} scale={scale} />}</td>
      <th scope="row">
        <a href={addressOf({ screen: 'audit', incident: item.incident, queue, review: item.review ?? null })}>
          {item.number ?? 'Audit page'}
        </a>{' '}
        <span className="quiet">{[item.district, item.status].filter(Boolean).join(', ')}</span>
      </th>
      <td>{item.what === undefined ? plain(item.form) : plain(item.what.replaceAll('.', ' '))}</td>
      <td>
        <Stamp at={item.at} /> {item.by !== undefined && personIn(item.by)}
        {item.subject !== undefined && `work of ${personIn(item.subject)}`}
      </td>
      <td>
        {item.reviewed
          ? 'Reviewed'
          : item.reviewable
            ? 'To be reviewed'
            : 'Not by you: you decided on it, or scored it'}
      </td>
    </tr>
  )
}

export function QueueTable({ queue }: { queue: string }) {
  const policy = usePolicy()
  const found = useQueue(queue)
  const scale = scaleOf(policy.data)
  if (found.isError) return <ProblemBox error={found.error} />
  if (found.data === undefined) return <p className="quiet">Loading…</p>
  if (found.data.items.length === 0) return <p className="quiet">Nothing waits here.</p>
  return (
    <>
      <p role="status">
        {found.data.total} wait, the longest first.
        {found.data.days.length > 0 &&
          ` Drawn: ${found.data.days.map((day) => `${day.drawn} of ${day.population} on ${day.day}`).join('; ')}.`}
      </p>
      <table className="table" aria-label="Waiting for a reviewer">
        <thead>
          <tr>
            <th scope="col">Grade</th>
            <th scope="col">Incident</th>
            <th scope="col">What put it there</th>
            <th scope="col">When and who</th>
            <th scope="col">Review</th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((item) => (
            <Row key={`${item.incident} ${item.review ?? ''} ${item.at}`} item={item} queue={queue} scale={scale} />
          ))}
        </tbody>
      </table>
    </>
  )
}

// The force's review queues; what is chosen opens as its audit page, with the form to score it beside.
export function Reviews() {
  const forms = useForms()
  const [chosen, setChosen] = useState<string | null>(null)
  const queues = [
    ...(forms.data?.queues ?? []).map((one) => ({ queue: one.queue, text: one.text })),
    { queue: 'calibration', text: 'To be scored a second time' },
  ]
  const queue = chosen ?? forms.data?.queues[0]?.queue ?? null
  return (
    <>
      {forms.isError && <ProblemBox error={forms.error} />}
      <label className="page-head">
        Queue{' '}
        <select value={queue ?? ''} onChange={(event) => setChosen(event.target.value)}>
          {queues.map((one) => (
            <option key={one.queue} value={one.queue}>
              {one.text}
            </option>
          ))}
        </select>
      </label>
      {queue !== null && <QueueTable queue={queue} />}
    </>
  )
}
