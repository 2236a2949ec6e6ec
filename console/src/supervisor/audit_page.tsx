import { useEffect, useRef, useState } from 'react'
import { request } from '../api/client.ts'
import { usePolicy } from '../api/queries.ts'
import type { AuditPage as Page, AuditStep, Facts, Policy, Statement } from '../api/types.ts'
import { FormDialog } from '../common/form_dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain, valueInWords } from '../common/words.ts'
import { differences } from '../incident/differences.ts'
import { voices } from '../incident/facts_view.ts'
import { keptOf } from '../incident/record_log.ts'
import { pathwayText, personIn } from '../incident/timeline.ts'
import { useDone } from '../incident/use_done.ts'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { addressOf, leave } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { ReviewAnswers } from './review_answers.tsx'
import { formOf, inForce, scoringBody, scoringFields } from './scoring.ts'
import { pairsOf, wordsIn } from './steps.ts'
import { useAudit, useForms, useReview } from './supervisor_api.ts'
import '../styles/record.css'

interface PartProps {
  id: string
  title: string
  empty: string
  none: boolean
  children?: React.ReactNode
}

function Part({ id, title, empty, none, children }: PartProps) {
  return (
    <section className="record-section" aria-labelledby={`audit_${id}`}>
      <h2 id={`audit_${id}`}>{title}</h2>
      {none ? <p className="quiet">{empty}</p> : children}
    </section>
  )
}

function Steps({ steps }: { steps: readonly AuditStep[] }) {
  return (
    <ol className="timeline">
      {steps.map((step, index) => (
        <li key={`${step.version} ${index}`}>
          <Stamp at={step.at} seconds />
          <div>
            <p>
              {typeof step.what === 'string' && <strong>{plain(step.what.replaceAll('.', ' '))} </strong>}
              {pairsOf(step)
                .map((pair) => `${pair.name}: ${pair.value}`)
                .join('; ')}{' '}
              <span className="quiet">{personIn(step.by)}</span>
            </p>
            {wordsIn(step.words).map((words) => (
              <p key={words} className="timeline-words">
                {words}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  )
}

function Assessments({ page, policy }: { page: Page; policy: Policy | undefined }) {
  return (
    <ol className="timeline">
      {page.assessments.map((one, index) => {
        const kept = keptOf(one.assessment)
        const before = page.assessments[index - 1]
        const known = Object.entries((one.known ?? {}) as Facts)
        return (
          <li key={one.version}>
            <Stamp at={one.at} seconds />
            <div>
              <p>
                <strong>Proposed: {kept.proposed_grade === null ? 'no grade' : `grade ${kept.proposed_grade}`}</strong>,{' '}
                {pathwayText(kept.pathway, policy)} <span className="quiet">{personIn(one.by)}</span>
              </p>
              <p className="quiet">
                {one.known === null
                  ? 'What was known then is not kept in this form.'
                  : `Known then: ${known.length === 0 ? 'nothing' : known.map(([fact, value]) => `${plain(fact).toLowerCase()} ${valueInWords(value)}`).join('; ')}.`}
                {kept.unknown.length > 0 && ` Not known: ${kept.unknown.map(plain).join(', ').toLowerCase()}.`}
              </p>
              <ul className="differences">
                {kept.reasons.map((reason) => (
                  <li key={`${reason.decision} ${reason.rule}`}>
                    {reason.text} <code title={reason.source}>{reason.rule}</code>
                  </li>
                ))}
                {kept.exclusions.map((exclusion) => (
                  <li key={exclusion.code}>
                    Bars resolving it early: {exclusion.text} <code>{exclusion.code}</code>
                  </li>
                ))}
              </ul>
              {before !== undefined && (
                <p className="quiet">
                  Since the one before:{' '}
                  {differences(keptOf(before.assessment), kept, policy)
                    .map((one) => one.text)
                    .join('; ') || 'nothing else'}
                  .
                </p>
              )}
              <p className="quiet">
                {kept.policy.pack} {kept.policy.version} <code>{kept.policy.sha256.slice(0, 12)}</code>
              </p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Statements({ page }: { page: Page }) {
  const disputed = new Set(page.contradictions.map((one) => String(one.fact)))
  return (
    <table className="table" aria-label="Facts and their sources">
      <thead>
        <tr>
          <th scope="col">Fact</th>
          <th scope="col">Who said what</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(page.statements).map(([fact, said]) => (
          <tr key={fact} className={disputed.has(fact) ? 'row-disputed' : undefined}>
            <th scope="row">{plain(fact)}</th>
            <td>
              {disputed.has(fact) && <strong>Sources differ. </strong>}
              <ul>
                {voices(said as Statement[]).map((voice) => (
                  <li key={JSON.stringify(voice.value)}>
                    {valueInWords(voice.value)}:{' '}
                    {voice.statements.map((one, index) => (
                      <span key={`${one.at} ${one.by}`}>
                        {index > 0 && '; '}
                        {plain(one.kind).toLowerCase()}, {one.confidence}, {personIn(one.by)}{' '}
                        <Stamp at={one.at} seconds />
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Grades({ page, policy }: { page: Page; policy: Policy | undefined }) {
  const reasons = [...(policy?.working?.lowering_reasons ?? []), ...(policy?.working?.reopening_reasons ?? [])]
  return (
    <table className="table" aria-label="Grades">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Proposed</th>
          <th scope="col">Given</th>
          <th scope="col">By whom and why</th>
        </tr>
      </thead>
      <tbody>
        {page.grade_history.map((one) => (
          <tr key={one.version}>
            <td>
              <Stamp at={one.at} seconds />
            </td>
            <td>{one.proposed ?? 'none'}</td>
            <td>
              {one.grade}
              {one.differs && <strong> (not as proposed)</strong>}
              {one.previous !== null && one.previous !== one.grade && `, was ${one.previous}`}
            </td>
            <td>
              {plain(one.what.replaceAll('.', ' '))}, {personIn(one.by)}
              {one.reason_code !== null &&
                `: ${reasons.find((known) => known.code === one.reason_code)?.text ?? plain(one.reason_code)}`}
              {wordsIn(one.words).map((words) => (
                <p key={words} className="timeline-words">
                  {words}
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function CameBack({ page }: { page: Page }) {
  const { returns } = page
  if (returns.status === 'unavailable')
    return <p className="due-late">The history could not be asked. That is not “no”.</p>
  return (
    <p>
      Since <Stamp at={returns.since} />: {returns.within_7_days ?? 0} times within 7 days,{' '}
      {returns.within_28_days ?? 0} within 28, {returns.within_90_days ?? 0} within 90.
      {returns.first_at != null && (
        <>
          {' '}
          First <Stamp at={returns.first_at} />.
        </>
      )}
    </p>
  )
}

interface Props {
  incident: string
  queue: string | null
  // The review that is scored a second time, unseen.
  review: string | null
}

// Everything a supervisor needs beside each other, as it was known when it was decided; and the form to score it.
export function AuditPage({ incident, queue, review }: Props) {
  const session = useSession()
  const policy = usePolicy()
  const audit = useAudit(incident)
  const forms = useForms()
  const second = useReview(review)
  const learn = useDone()
  const title = useRef<HTMLHeadingElement>(null)
  const [scoring, setScoring] = useState(false)
  const [chosenForm, setChosenForm] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  useEffect(() => title.current?.focus(), [incident])

  const page = audit.data
  const fromQueue = forms.data?.queues.find((one) => one.queue === queue)?.form
  const formName =
    chosenForm ?? second.data?.form ?? fromQueue ?? forms.data?.forms.find((one) => one.in_force)?.form ?? null
  const form = formName === null ? undefined : inForce(forms.data, formName)
  const mayScore = may(session, 'review_score') && page?.reviewable === true

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event) || isTyping(event.target)) return
    if (event.key === 'Escape') leave()
    else if (event.key === 's' && singleKeysOn() && mayScore) setScoring(true)
    else return
    event.preventDefault()
  })

  const subjects = page?.decided_by.filter((one) => one.startsWith('user:')) ?? []
  const subject = second.data?.subject ?? (subjects.length === 1 ? (subjects[0] ?? null) : null)
  const plan =
    form === undefined
      ? null
      : { form, subjects, subject, queue: queue === 'calibration' ? null : queue, calibrates: review }
  return (
    <article className="record" aria-labelledby="audit_title" aria-busy={audit.isFetching}>
      <div className="record-top">
        <div className="record-title">
          <h1 id="audit_title" ref={title} tabIndex={-1}>
            Audit page {page?.incident.number ?? ''}
          </h1>
          <p className="record-said" role="status">
            {said}
          </p>
          {mayScore && forms.data && (
            <>
              <label>
                Form{' '}
                <select value={formName ?? ''} onChange={(event) => setChosenForm(event.target.value)}>
                  {forms.data.forms
                    .filter((one) => one.in_force)
                    .map((one) => (
                      <option key={one.form} value={one.form}>
                        {one.title}
                      </option>
                    ))}
                </select>
              </label>
              <button type="button" className="button button-main" onClick={() => setScoring(true)}>
                Score it <kbd>s</kbd>
              </button>
            </>
          )}
          <a href={addressOf({ screen: 'incident', incident })}>The record</a>
          <button type="button" className="button-quiet" onClick={leave}>
            Back <kbd>Esc</kbd>
          </button>
        </div>
        {page && !page.reviewable && <p className="quiet">You have a part in it yourself, so another reviews it.</p>}
      </div>
      {audit.isError && <ProblemBox error={audit.error} />}
      {page === undefined && !audit.isError && <p className="quiet">Loading…</p>}
      {page && (
        <div className="audit-page">
          <div>
            <Part id="contacts" title="What was said" none={page.contacts.length === 0} empty="No contacts.">
              <Steps steps={page.contacts} />
              {page.contacts_left_out > 0 && <p className="quiet">{page.contacts_left_out} more are not shown.</p>}
            </Part>
            <Part
              id="facts"
              title="Facts and their sources"
              none={Object.keys(page.statements).length === 0}
              empty="No facts."
            >
              <Statements page={page} />
            </Part>
            <Part
              id="grades"
              title="Grades, rationale, authority"
              none={page.grade_history.length === 0}
              empty="No grade."
            >
              <Grades page={page} policy={policy.data} />
              {page.approvals.length > 0 && <Steps steps={page.approvals} />}
            </Part>
            <Part
              id="assessments"
              title="Assessments, with what was known then"
              none={page.assessments.length === 0}
              empty="Not assessed."
            >
              <Assessments page={page} policy={policy.data} />
            </Part>
            <Part id="timeline" title="Who did what when" none={page.timeline.length === 0} empty="Nothing.">
              <details>
                <summary>{page.timeline.length} entries</summary>
                <ol className="timeline">
                  {page.timeline.map((one) => (
                    <li key={one.position}>
                      <Stamp at={one.at} seconds />
                      <p>
                        {plain(one.what.replaceAll('.', ' '))} <span className="quiet">{personIn(one.by)}</span>
                      </p>
                    </li>
                  ))}
                </ol>
              </details>
            </Part>
          </div>
          <div>
            <Part id="promises" title="What the caller was told" none={page.promises.length === 0} empty="Nothing.">
              <Steps steps={page.promises} />
            </Part>
            <Part id="returns" title="Whether they came back" none={false} empty="">
              <CameBack page={page} />
            </Part>
            <Part id="tasks" title="Tasks and attempts" none={page.tasks.length === 0} empty="None.">
              <Steps steps={page.tasks} />
            </Part>
            <Part
              id="dispatches"
              title="Dispatch, and the backlog at that moment"
              none={page.dispatches.length === 0}
              empty="No dispatch."
            >
              <Steps steps={page.dispatches} />
            </Part>
            <Part id="handoffs" title="Hand-offs and receipts" none={page.handoffs.length === 0} empty="None.">
              <Steps steps={page.handoffs} />
            </Part>
            <Part
              id="crimes"
              title="Crimes"
              none={page.crimes.length === 0 && page.crimes_owed.length === 0}
              empty="None told of."
            >
              {page.crimes_owed.map((one) => (
                <p key={String(one.key)}>
                  Decision owed on {valueInWords(one.offences)}{' '}
                  {typeof one.due_at === 'string' && <Stamp at={one.due_at} />}
                </p>
              ))}
              {page.crimes.map((crime) => (
                <Steps key={crime.id} steps={crime.steps} />
              ))}
            </Part>
            <Part id="closures" title="Closings" none={page.closures.length === 0} empty="Not closed.">
              <Steps steps={page.closures} />
            </Part>
            <Part
              id="others"
              title="Put off, set aside, linked, noted"
              none={
                page.deferrals.length +
                  page.set_aside.length +
                  page.links.length +
                  page.notes.length +
                  page.major_incidents.length ===
                0
              }
              empty="Nothing."
            >
              <Steps steps={[...page.deferrals, ...page.set_aside, ...page.links, ...page.notes]} />
              {page.major_incidents.map((one) => (
                <Steps key={one.id} steps={one.steps} />
              ))}
            </Part>
            <Part id="reviews" title="Reviews" none={page.reviews.length === 0} empty="Not reviewed.">
              {page.reviews.map((one) => (
                <details key={one.id}>
                  <summary>
                    {formOf(forms.data, one)?.title ?? plain(one.form)}: work of {personIn(one.subject)},{' '}
                    {one.result.passed ? 'passed' : 'not passed'}, {plain(one.state).toLowerCase()}
                  </summary>
                  <ReviewAnswers review={one} form={formOf(forms.data, one)} />
                </details>
              ))}
            </Part>
          </div>
        </div>
      )}
      {scoring && plan !== null && (
        <FormDialog
          title={`${plan.form.title}: ${page?.incident.number ?? ''}`}
          send="Keep the review"
          fields={scoringFields(plan)}
          {...(plan.subject === null ? {} : { given: { '/subject': plan.subject } })}
          onSend={(body, { idempotencyKey }) =>
            request<unknown>(`/v1/incidents/${encodeURIComponent(incident)}/reviews`, {
              method: 'POST',
              body: scoringBody(body, plan),
              idempotencyKey,
            })
          }
          onDone={(answer) => {
            learn(answer)
            setScoring(false)
            setSaid('The review is kept, and the person reviewed sees it.')
          }}
          onClose={() => setScoring(false)}
        />
      )}
    </article>
  )
}
