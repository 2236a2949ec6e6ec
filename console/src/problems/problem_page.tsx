import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { request } from '../api/client.ts'
import { usePolicy } from '../api/queries.ts'
import type { Policy, ProblemRecord } from '../api/types.ts'
import { DueBy } from '../common/due_by.tsx'
import { FormDialog } from '../common/form_dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import type { ActionForm } from '../incident/action_form.ts'
import { incidentQuery, problemQuery } from '../incident/record_api.ts'
import { ActButton } from '../incident/sections/section.tsx'
import { withIncidentId } from '../incident/other_incident.ts'
import { personIn } from '../incident/timeline.ts'
import { useDone } from '../incident/use_done.ts'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { addressOf, leave } from '../shell/route.ts'
import {
  problemActionEndForm,
  problemActionForm,
  problemCloseForm,
  problemIncidentForm,
  problemKind,
  problemOwner,
  problemTrigger,
  stageForm,
} from './problem_forms.ts'
import {
  actionsOf,
  countText,
  owedOn,
  stages,
  stageText,
  weekly,
  wordsOfAction,
  wordsOfProblem,
  type ProblemAction,
} from './problem_words.ts'
import '../styles/record.css'

type Deed = 'stage' | 'action' | 'incident' | 'close'

const deeds: readonly { deed: Deed; key: string; label: string }[] = [
  { deed: 'stage', key: 's', label: 'Stage' },
  { deed: 'action', key: 't', label: 'Action' },
  { deed: 'incident', key: 'i', label: 'Add an incident' },
  { deed: 'close', key: 'e', label: 'Close' },
]

type Open = { deed: Deed } | { ending: ProblemAction }

function formOf(open: Open, problem: ProblemRecord, policy: Policy | undefined): ActionForm {
  if ('ending' in open)
    return problemActionEndForm(problem, open.ending.id, wordsOfAction(problem.personal, open.ending.id))
  switch (open.deed) {
    case 'stage':
      return stageForm(problem)
    case 'action':
      return problemActionForm(problem, policy)
    case 'incident':
      return problemIncidentForm(problem)
    case 'close':
      return problemCloseForm(problem)
  }
}

function Stages({ problem }: { problem: ProblemRecord }) {
  const at = stages.indexOf(problem.stage)
  return (
    <ol className="plain-list" aria-label="Stages">
      {stages.map((stage, index) => (
        <li key={stage} aria-current={index === at ? 'step' : undefined}>
          {index === at ? <strong>{stageText(stage)}</strong> : <span className="quiet">{stageText(stage)}</span>}
          {index < at && <span className="quiet"> (been there)</span>}
          {index === at && ' (now)'}
        </li>
      ))}
    </ol>
  )
}

function Counts({ problem }: { problem: ProblemRecord }) {
  const before = weekly(problem.baseline)
  const since = weekly(problem.result)
  return (
    <dl className="pairs">
      <dt>Before</dt>
      <dd>{countText(problem.baseline) ?? <span className="quiet">not counted</span>}</dd>
      {problem.result != null && (
        <>
          <dt>Since</dt>
          <dd>
            {countText(problem.result) ?? <span className="quiet">not counted</span>}
            {before !== null && since !== null && (
              <span className="quiet">
                {' '}
                ({before.toFixed(1)} a week before, {since.toFixed(1)} since)
              </span>
            )}
          </dd>
        </>
      )}
    </dl>
  )
}

function Incidents({ ids }: { ids: readonly string[] }) {
  const shown = ids.slice(0, 50)
  const records = useQueries({ queries: shown.map((id) => incidentQuery(id)) })
  return (
    <ul className="plain-list">
      {shown.map((id, index) => {
        const found = records[index]
        const back = found?.data?.screening?.returns?.length ?? 0
        return (
          <li key={id}>
            <a href={addressOf({ screen: 'incident', incident: id })}>
              {found?.data?.number ?? (found?.isError === true ? 'not for you to see' : 'Loading…')}
            </a>
            {found?.data && (
              <>
                {' '}
                grade {found.data.grade ?? 'none'}, {found.data.status}, <Stamp at={found.data.received_at} />
                {back > 0 && <strong>, came back {back === 1 ? 'once' : `${back} times`}</strong>}
                {found.data.personal?.summary != null && <span className="quiet"> {found.data.personal.summary}</span>}
              </>
            )}
          </li>
        )
      })}
      {ids.length > shown.length && <li className="quiet">and {ids.length - shown.length} more</li>}
    </ul>
  )
}

interface BodyProps {
  problem: ProblemRecord
  policy: Policy | undefined
  onOpen: (open: Open) => void
}

function Body({ problem, policy, onOpen }: BodyProps) {
  const actions = actionsOf(problem)
  const words = wordsOfProblem(problem.personal)
  const { open, overdue } = owedOn(problem)
  const active = problem.status === 'open'
  return (
    <div className="record-body">
      <div className="record-column">
        <section className="record-section" aria-labelledby="problem_words">
          <h2 id="problem_words">What the problem is</h2>
          {problem.personal == null && <p className="quiet">The words are not for your role.</p>}
          <dl>
            {words.map(({ label, words: said }) => (
              <div key={label}>
                <dt className="quiet">{label}</dt>
                <dd className="timeline-words">{said}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className="record-section" aria-labelledby="problem_stage">
          <h2 id="problem_stage">Stage</h2>
          <Stages problem={problem} />
          <Counts problem={problem} />
        </section>
      </div>
      <div className="record-column">
        <section className="record-section" aria-labelledby="problem_actions">
          <h2 id="problem_actions">
            Actions{' '}
            <span className="quiet">
              {open} open{overdue > 0 && `, ${overdue} overdue`}
            </span>
          </h2>
          {actions.length === 0 && <p className="quiet">None yet.</p>}
          <ul className="plain-list">
            {actions.map((one) => {
              const what = wordsOfAction(problem.personal, one.id)
              return (
                <li key={one.id}>
                  <strong>{problemOwner(one.owner, policy)}</strong>{' '}
                  {one.state === 'open' ? (
                    <DueBy at={one.due_at} />
                  ) : (
                    <span className="quiet">
                      {one.state} {one.ended_at !== null && <Stamp at={one.ended_at} />}
                    </span>
                  )}
                  {active && one.state === 'open' && (
                    <ActButton
                      label={`End the action of ${problemOwner(one.owner, policy)}`}
                      onClick={() => onOpen({ ending: one })}
                    />
                  )}
                  {what !== null && <p className="timeline-words">{what}</p>}
                </li>
              )
            })}
          </ul>
        </section>
        <section className="record-section" aria-labelledby="problem_incidents">
          <h2 id="problem_incidents">
            Incidents <span className="quiet">{problem.incidents.length}</span>
          </h2>
          <Incidents ids={problem.incidents} />
        </section>
      </div>
    </div>
  )
}

// One problem record: its stages, actions and incidents, and what can be done on it, each by a key.
export function ProblemPage({ id }: { id: string }) {
  const policy = usePolicy()
  const found = useQuery(problemQuery(id))
  const [open, setOpen] = useState<Open | null>(null)
  const [said, setSaid] = useState('')
  const done = useDone()
  const title = useRef<HTMLHeadingElement>(null)
  const problem = found.data
  const active = problem?.status === 'open'

  // Opened by the person's own key or link.
  useEffect(() => title.current?.focus(), [id])
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), 6000)
    return () => clearTimeout(timer)
  }, [said])

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event) || isTyping(event.target) || event.repeat) return
    const wanted = deeds.find((one) => one.key === event.key)
    if (event.key === 'Escape') leave()
    else if (active && wanted !== undefined && singleKeysOn()) setOpen({ deed: wanted.deed })
    else return
    event.preventDefault()
  })

  const form = problem !== undefined && open !== null ? formOf(open, problem, policy.data) : null
  return (
    <article className="record" aria-labelledby="problem_title" aria-busy={found.isFetching}>
      <div className="record-top">
        <div className="record-title">
          <h1 id="problem_title" ref={title} tabIndex={-1}>
            {problem === undefined ? 'Problem record' : `Problem: ${problemKind(problem.kind, policy.data)}`}
          </h1>
          <p className="record-said" role="status">
            {said}
          </p>
          <button type="button" className="button-quiet" onClick={leave}>
            Back <kbd>Esc</kbd>
          </button>
        </div>
        {problem !== undefined && (
          <p>
            {problem.status === 'closed' ? (
              <strong>Closed {problem.closed_at != null && <Stamp at={problem.closed_at} />}</strong>
            ) : (
              plain(problem.stage)
            )}
            {problem.district !== null && `, ${problem.district}`}, owned by {problemOwner(problem.owner, policy.data)}.
            Opened by {personIn(problem.opened_by)} <Stamp at={problem.opened_at} />
            {problem.trigger != null && `: ${problemTrigger(problem.trigger, policy.data)}`}.
          </p>
        )}
        {active && (
          <div className="actions record-actions" role="group" aria-label="What can be done">
            {deeds.map((one) => (
              <button key={one.deed} type="button" className="button" onClick={() => setOpen({ deed: one.deed })}>
                {one.label} <kbd>{one.key}</kbd>
              </button>
            ))}
          </div>
        )}
      </div>
      {found.isError && <ProblemBox error={found.error} />}
      {problem === undefined && !found.isError && <p className="quiet">Loading…</p>}
      {problem !== undefined && <Body problem={problem} policy={policy.data} onOpen={setOpen} />}
      {form !== null && (
        <FormDialog
          title={form.title}
          send={form.send}
          fields={form.fields}
          onSend={async (body, { idempotencyKey }) => {
            const shaped = form.body?.(body) ?? body
            const whole =
              open !== null && 'deed' in open && open.deed === 'incident'
                ? await withIncidentId(shaped, 'incident')
                : shaped
            return request<unknown>(form.path, { method: 'POST', body: whole, idempotencyKey })
          }}
          onDone={(answer) => {
            done(answer)
            setOpen(null)
            setSaid('Recorded.')
          }}
          onClose={() => setOpen(null)}
          {...(form.given ? { given: form.given } : {})}
        >
          {form.about !== undefined && <p className="quiet">{form.about}</p>}
        </FormDialog>
      )}
    </article>
  )
}
