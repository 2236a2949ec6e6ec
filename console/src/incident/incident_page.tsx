import { useEffect, useRef, useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { useLive } from '../live/live_context.tsx'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { addressOf, leave } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { ActionDialog } from './action_dialog.tsx'
import { keyName, offered, type Action, type Offered } from './actions.ts'
import { useCallsOn, useLog, useRecord } from './record_api.ts'
import { RecordHead } from './record_head.tsx'
import { AssessmentsSection } from './sections/assessments_section.tsx'
import { ClosingSection } from './sections/closing_section.tsx'
import { CrimesSection } from './sections/crimes_section.tsx'
import { DispatchSection } from './sections/dispatch_section.tsx'
import { FactsSection } from './sections/facts_section.tsx'
import { LinksSection } from './sections/links_section.tsx'
import { LogSection } from './sections/log_section.tsx'
import { PartnersSection } from './sections/partners_section.tsx'
import { SaidSection } from './sections/said_section.tsx'
import { TasksSection } from './sections/tasks_section.tsx'
import { useDone } from './use_done.ts'
import '../styles/record.css'

const sections: Readonly<Record<string, string>> = {
  1: 'said',
  2: 'log',
  3: 'facts',
  4: 'assessments',
  5: 'tasks',
  6: 'dispatch',
  7: 'partners',
  8: 'links',
  9: 'crimes',
  0: 'closing',
}

function goTo(section: string): void {
  const heading = document.getElementById(`section_${section}`)
  heading?.focus({ preventScroll: true })
  heading?.scrollIntoView({ block: 'start' })
}

function saidAfter(action: Action, answer: unknown): string {
  if (action.code === 'lower' && typeof answer === 'object' && answer !== null && 'approval' in answer)
    return 'Asked for. It waits for somebody else’s approval; the grade stands until then.'
  if (action.code === 'message') return 'Taken. Under Said and noted you see whether it has gone.'
  return 'Recorded.'
}

// The whole record of one incident, and everything that can be done on it, each by a key.
export function IncidentPage({ id }: { id: string }) {
  const session = useSession()
  const live = useLive()
  const policy = usePolicy()
  const version = live?.board.get(id)?.version ?? null
  const record = useRecord(id, version)
  const log = useLog(id, version)
  const works = may(session, 'task_work')
  const callsOn = useCallsOn(id, version, works)
  const [action, setAction] = useState<Action | null>(null)
  const [said, setSaid] = useState('')
  const done = useDone()
  const title = useRef<HTMLHeadingElement>(null)

  // Opened by the person's own key or link.
  useEffect(() => title.current?.focus(), [id])

  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), 6000)
    return () => clearTimeout(timer)
  }, [said])

  const { data } = record
  const events = log.data?.events ?? []
  const actions: Offered[] =
    data === undefined ? [] : offered.filter((one) => may(session, one.permission) && one.fits(data))

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event) || isTyping(event.target) || event.repeat) return
    const section = sections[event.key]
    const wanted = actions.find((one) => one.key === event.key)
    if (event.key === 'Escape') leave()
    else if (!singleKeysOn()) return
    else if (section !== undefined) goTo(section)
    else if (wanted !== undefined) setAction({ code: wanted.code })
    else return
    event.preventDefault()
  })

  const calls = callsOn.data?.items ?? []
  const shared = { policy: policy.data, onAct: setAction }
  return (
    <article className="record" aria-labelledby="record_title" aria-busy={record.isFetching}>
      <div className="record-top">
        <div className="record-title">
          <h1 id="record_title" ref={title} tabIndex={-1}>
            {data?.number ?? 'Incident'}
          </h1>
          <p className="record-said" role="status">
            {said}
          </p>
          {may(session, 'audit_read') && (
            <a href={addressOf({ screen: 'audit', incident: id, queue: null, review: null })}>Audit page</a>
          )}
          <button type="button" className="button-quiet" onClick={leave}>
            Back <kbd>Esc</kbd>
          </button>
        </div>
        {data && (
          <RecordHead record={data} policy={policy.data} mayChange={may(session, 'facts_add')} onAct={setAction} />
        )}
        <div className="actions record-actions" role="group" aria-label="What can be done">
          {actions.map((one) => (
            <button key={one.code} type="button" className="button" onClick={() => setAction({ code: one.code })}>
              {one.label} <kbd>{keyName(one.key)}</kbd>
            </button>
          ))}
        </div>
      </div>
      {record.isError && <ProblemBox error={record.error} />}
      {log.isError && <ProblemBox error={log.error} />}
      {data === undefined && !record.isError && <p className="quiet">Loading…</p>}
      {data && (
        <div className="record-body">
          <div className="record-column">
            <SaidSection
              record={data}
              calls={calls}
              callsMissing={callsOn.isError}
              mayWork={works}
              onTasks={() => goTo('tasks')}
              {...shared}
            />
            <LogSection id={id} events={events} policy={policy.data} />
          </div>
          <div className="record-column">
            <FactsSection
              record={data}
              mayAdd={may(session, 'facts_add')}
              me={`user:${session.account.name}`}
              {...shared}
            />
            <AssessmentsSection record={data} events={events} policy={policy.data} />
            <TasksSection
              record={data}
              events={events}
              mayWork={works}
              mayDecide={may(session, 'approval_decide')}
              {...shared}
            />
            <DispatchSection
              record={data}
              mayDispatch={may(session, 'dispatch_acknowledge')}
              mayDecide={may(session, 'approval_decide')}
              {...shared}
            />
            <PartnersSection record={data} mayAnswer={may(session, 'facts_add')} {...shared} />
            <LinksSection
              record={data}
              mayLink={may(session, 'incident_link')}
              seesProblems={may(session, 'problem_work')}
              {...shared}
            />
            <CrimesSection
              record={data}
              mayRecord={may(session, 'crime_record')}
              maySupervise={may(session, 'crime_supervise')}
              onAct={setAction}
            />
            <ClosingSection
              record={data}
              events={events}
              mayClose={may(session, 'incident_close')}
              mayWork={works}
              mayDeclare={may(session, 'major_incident')}
              {...shared}
            />
          </div>
        </div>
      )}
      {data && action !== null && (
        <ActionDialog
          action={action}
          record={data}
          events={events}
          policy={policy.data}
          calls={calls}
          onAct={setAction}
          onDone={(answer) => {
            done(answer)
            setSaid(saidAfter(action, answer))
            setAction(null)
          }}
          onClose={() => setAction(null)}
        />
      )}
    </article>
  )
}
