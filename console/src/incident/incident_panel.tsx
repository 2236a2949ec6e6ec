import { useEffect, useRef } from 'react'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { addressOf, go } from '../shell/route.ts'
import { useIncident, useIncidentLog } from '../api/queries.ts'
import type { Card, Incident, LogEvent, Policy } from '../api/types.ts'
import { ClockBar } from '../board/clock_bar.tsx'
import { DispatchState, whoIn } from '../board/dispatch_state.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import { nameOf, scaleOf, type Scale } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Thrive } from '../common/thrive.tsx'
import { Stamp } from '../common/stamp.tsx'
import { channelLabel, plain, valueInWords } from '../common/words.ts'
import { sentenceOf, taskNames, wordsOf } from './timeline.ts'

interface Props {
  id: string
  // The board's card, when it has one: newer than the record while that is being read.
  card: Card | undefined
  policy: Policy | undefined
  takesFocus: boolean
  onClose: () => void
  onAct: (key: string) => boolean
}

type Head = Omit<Card, 'contacts'>

function Summary({ head, scale, policy }: { head: Head; scale: Scale; policy: Policy | undefined }) {
  const { personal } = head
  return (
    <>
      <div className="panel-grade">
        <GradeBadge grade={head.grade} scale={scale} state={head.grade_state} size="large" />
        <div>
          <p className="proposed-name">
            {nameOf(scale, head.grade)}{' '}
            {head.grade_state !== 'ungraded' && (
              <span className={`grade-state grade-state-${head.grade_state}`}>{head.grade_state}</span>
            )}
          </p>
          <ClockBar card={{ ...head, contacts: 0 }} />
        </div>
      </div>
      <dl className="pairs">
        <dt>Where</dt>
        <dd>{personal?.location_text ?? <span className="quiet">not given</span>}</dd>
        <dt>District</dt>
        <dd>{head.district ?? <span className="quiet">not known</span>}</dd>
        <dt>Received</dt>
        <dd>
          <Stamp at={head.received_at} seconds /> by {channelLabel(head.channel)}
        </dd>
        <dt>Caller</dt>
        <dd>
          {[personal?.caller_name, personal?.caller_phone].filter(Boolean).join(', ') || (
            <span className="quiet">not given</span>
          )}
        </dd>
        <dt>Pathway</dt>
        <dd>
          {policy?.pathways.find((one) => one.pathway === head.pathway)?.text ??
            (head.pathway === null ? 'none' : plain(head.pathway))}
        </dd>
        <dt>Dispatch</dt>
        <dd>
          {head.dispatch === null ? 'none' : <DispatchState dispatch={head.dispatch} acknowledgement={undefined} />}
        </dd>
      </dl>
      {head.flags.length > 0 && (
        <ul className="flags" aria-label="Flags">
          {head.flags.map((flag) => (
            <li key={flag} className="flag" title={flag}>
              {policy?.flags.find((one) => one.flag === flag)?.text ?? plain(flag)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Reasons({ record, scale }: { record: Incident; scale: Scale }) {
  const { assessment } = record
  if (assessment === null) return <p className="quiet">Not assessed.</p>
  return (
    <>
      {assessment.reasons.length === 0 ? (
        <p className="quiet">No rule has fired on what is known.</p>
      ) : (
        <ul className="reasons">
          {assessment.reasons.map((reason) => (
            <li key={`${reason.decision} ${reason.rule}`}>
              {reason.grade !== null && <GradeBadge grade={reason.grade} scale={scale} />}
              <span>
                {reason.text} <code>{reason.rule}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
      <Thrive thrive={assessment.thrive} />
      {assessment.unknown.length > 0 && <p className="quiet">Not known: {assessment.unknown.map(plain).join(', ')}.</p>}
    </>
  )
}

function Facts({ facts }: { facts: Record<string, unknown> }) {
  const entries = Object.entries(facts)
  if (entries.length === 0) return <p className="quiet">No facts given.</p>
  return (
    <dl className="pairs pairs-facts">
      {entries.map(([fact, value]) => (
        <div key={fact}>
          <dt>{plain(fact)}</dt>
          <dd>{valueInWords(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Timeline({ events, policy }: { events: LogEvent[]; policy: Policy | undefined }) {
  const tasks = taskNames(events, policy)
  return (
    <ol className="timeline">
      {events.toReversed().map((event) => {
        const words = wordsOf(event)
        return (
          <li key={event.position}>
            <Stamp at={event.occurred_at} seconds />
            <div>
              <p>
                {sentenceOf(event, policy, tasks)} <span className="quiet">{whoIn(event.actor)}</span>
              </p>
              {words !== null && <p className="timeline-words">{words}</p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function Words({ record }: { record: Incident }) {
  return (
    <>
      {record.contacts.map((contact) => (
        <div key={contact.id} className="contact-words">
          <p className="quiet">
            {channelLabel(contact.channel)} <Stamp at={contact.received_at} seconds />
          </p>
          <p>{contact.personal?.narrative ?? <span className="quiet">The words are not for your role.</span>}</p>
        </div>
      ))}
      {record.notes_list.toReversed().map((note) => (
        <div key={note.id} className="contact-words">
          <p className="quiet">
            Note by {whoIn(note.by)} <Stamp at={note.at} seconds />
          </p>
          <p>{note.text ?? <span className="quiet">The words are not for your role.</span>}</p>
        </div>
      ))}
    </>
  )
}

export function IncidentPanel({ id, card, policy, takesFocus, onClose, onAct }: Props) {
  const version = card?.version ?? null
  const record = useIncident(id, version)
  const log = useIncidentLog(id, version)
  const title = useRef<HTMLHeadingElement>(null)
  const scale = scaleOf(policy)
  const newer = record.data && card && card.version >= record.data.version
  const head: Head | undefined = newer || !record.data ? card : record.data

  // Opened by the person's own key, it takes the focus; while they move on in the list, the focus stays there.
  useEffect(() => {
    if (takesFocus) title.current?.focus()
  }, [takesFocus])

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event) || isTyping(event.target)) return
    if (event.key !== 'i' || !singleKeysOn()) return
    event.preventDefault()
    go({ screen: 'incident', incident: id })
  })

  return (
    <aside className="panel" aria-labelledby="panel_title" aria-busy={record.isFetching}>
      <div className="panel-head">
        <h2 id="panel_title" ref={title} tabIndex={-1}>
          {head?.number ?? 'Incident'}
        </h2>
        <button type="button" className="button-quiet" onClick={onClose}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
      <div className="actions panel-actions">
        <button type="button" className="button" onClick={() => onAct('a')}>
          Acknowledge <kbd>a</kbd>
        </button>
        <button type="button" className="button" onClick={() => onAct('g')}>
          Grade <kbd>g</kbd>
        </button>
        <button type="button" className="button" onClick={() => onAct('n')}>
          Note <kbd>n</kbd>
        </button>
        <a className="button" href={addressOf({ screen: 'incident', incident: id })}>
          Whole record <kbd>i</kbd>
        </a>
      </div>
      {record.isError && <ProblemBox error={record.error} />}
      {!head && !record.isError && <p className="quiet">Loading…</p>}
      {head && <Summary head={head} scale={scale} policy={policy} />}
      {record.data && (
        <>
          <h3>Said and noted</h3>
          <Words record={record.data} />
          <h3>Why this grade</h3>
          <Reasons record={record.data} scale={scale} />
          <h3>Facts</h3>
          <Facts facts={record.data.facts} />
        </>
      )}
      <h3>Log</h3>
      {log.isError ? (
        <ProblemBox error={log.error} />
      ) : log.data ? (
        <Timeline events={log.data.events} policy={policy} />
      ) : (
        <p className="quiet">Loading…</p>
      )}
    </aside>
  )
}
