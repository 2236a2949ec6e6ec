import { useState } from 'react'
import { useEscalations, usePolicy } from '../api/queries.ts'
import type { Told } from '../api/types.ts'
import { DueBy } from '../common/due_by.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { toldWords } from '../common/told_words.ts'
import { plain, resourcingLabel } from '../common/words.ts'
import { escalationForm } from '../incident/owed_forms.ts'
import { personIn } from '../incident/timeline.ts'
import { useDone } from '../incident/use_done.ts'
import { addressOf } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { SendForm } from '../my_work/send_form.tsx'
import { RosterGaps } from './roster_gaps.tsx'

const askAgainMs = 10_000

const reached: Record<NonNullable<Told['addressee']>['how'], string> = {
  on_duty: 'on duty',
  by_radio: 'on duty, by radio or phone',
  stand_in: 'stands in on call',
  not_logged_on: 'is planned, and not logged on',
  nobody: 'Nobody is planned',
}

// Who answers for the post there now, by the roster.
function addresseeWords(one: NonNullable<Told['addressee']>): string {
  return one.person === null ? reached[one.how] : `${one.person} ${reached[one.how]}`
}

// What each duty post has been told: one bundle a post, what nobody has answered first.
export function Escalations() {
  const session = useSession()
  const policy = usePolicy()
  const bundles = useEscalations(true, askAgainMs)
  const [open, setOpen] = useState<Told | null>(null)
  const learn = useDone()
  const scale = scaleOf(policy.data)
  const posts = bundles.data?.posts ?? []
  if (bundles.isError) return <ProblemBox error={bundles.error} />
  return (
    <>
      <RosterGaps />
      {bundles.data && posts.length === 0 && <p className="quiet">No post has been told of anything.</p>}
      {posts.map((post) => (
        <section key={post.post} className="record-section" aria-labelledby={`post_${post.post}`}>
          <h2 id={`post_${post.post}`}>
            {post.name} <span className="quiet">{toldWords(post)}</span>
          </h2>
          <table className="table" aria-label={post.name}>
            <thead>
              <tr>
                <th scope="col">Grade</th>
                <th scope="col">Incident</th>
                <th scope="col">What</th>
                <th scope="col">Told</th>
                <th scope="col">Answer</th>
              </tr>
            </thead>
            <tbody>
              {post.items.map((item) => (
                <tr key={item.id}>
                  <td>
                    <GradeBadge grade={item.grade} scale={scale} />
                  </td>
                  <th scope="row">
                    <a href={addressOf({ screen: 'incident', incident: item.incident })}>{item.number}</a>{' '}
                    <span className="quiet">
                      {item.district ?? 'no district'}, {resourcingLabel(item.resourcing)}
                    </span>
                  </th>
                  <td>{item.what ?? plain(item.condition)}</td>
                  <td>
                    <Stamp at={item.at} seconds />
                    {item.times > 1 && `, ${item.times} times`}
                    {item.passed_on && ', passed on'}
                    {item.addressee !== null && <span className="quiet"> {addresseeWords(item.addressee)}</span>}
                  </td>
                  <td>
                    {item.acknowledged_at === null ? (
                      <>
                        {item.acknowledge_by !== null && <DueBy at={item.acknowledge_by} />}
                        {may(session, 'approval_decide') && (
                          <button type="button" className="button-quiet" onClick={() => setOpen(item)}>
                            Acknowledge<span className="visually-hidden"> {item.number}</span>
                          </button>
                        )}
                      </>
                    ) : (
                      <>
                        {personIn(item.acknowledged_by ?? '')} <Stamp at={item.acknowledged_at} />
                        {item.review_at !== null && (
                          <>
                            , comes back <Stamp at={item.review_at} />
                          </>
                        )}
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
      {open !== null && (
        <SendForm
          form={escalationForm(open.incident, open.id, open.number)}
          onDone={(answer) => {
            learn(answer)
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
