import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Card, ContactAnswer, Policy } from '../api/types.ts'
import { DispatchState } from '../board/dispatch_state.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import { isMoreUrgent, nameOf, scaleOf, type Scale } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { uniqueKey } from '../common/unique.ts'
import { channelLabel, outcomeLabel, plain } from '../common/words.ts'
import { useLive, useLiveConnection } from '../live/live_context.tsx'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { go } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { HistoryPart } from './history.tsx'

// Keys that were meant for the form must not confirm a grade: they are let pass for this long.
const settleMs = 250

interface Props {
  answer: ContactAnswer
  policy: Policy | undefined
  onNext: () => void
}

function headline(answer: ContactAnswer): string {
  const { contact, incident } = answer
  if (incident === null) return `Contact kept, no incident: ${outcomeLabel(contact.outcome ?? 'no_police_action')}`
  if (contact.promoted) return `A risk fact opened incident ${incident.number}`
  return `Incident ${incident.number}`
}

interface GradePartProps {
  card: Card
  scale: Scale
  sending: boolean
  mayGrade: boolean
  onSet: (grade: string) => void
}

function GradePart({ card, scale, sending, mayGrade, onSet }: GradePartProps) {
  const higher = scale.filter((entry) => isMoreUrgent(scale, entry.grade, card.grade))
  return (
    <section className="result-grade" aria-label="Grade">
      <GradeBadge grade={card.grade} scale={scale} state={card.grade_state} size="large" />
      <div>
        <p className="proposed-name">
          {nameOf(scale, card.grade)}{' '}
          {card.grade_state !== 'ungraded' && (
            <span className={`grade-state grade-state-${card.grade_state}`}>{card.grade_state}</span>
          )}
        </p>
        {mayGrade && (
          <div className="actions">
            {card.grade !== null && card.grade_state !== 'confirmed' && (
              <button
                type="button"
                className="button button-main"
                aria-disabled={sending}
                onClick={() => onSet(card.grade ?? '')}
              >
                Confirm grade {card.grade} <kbd>c</kbd>
              </button>
            )}
            {higher.map((entry) => (
              <button
                key={entry.grade}
                type="button"
                className="button"
                title={entry.name}
                onClick={() => onSet(entry.grade)}
              >
                {card.grade === null ? 'Grade' : 'Raise to'} {entry.grade} <kbd>{entry.grade}</kbd>
              </button>
            ))}
          </div>
        )}
      </div>
    </section>
  )
}

export function Result({ answer, policy, onNext }: Props) {
  const session = useSession()
  const live = useLive()
  const connection = useLiveConnection()
  const [own, setOwn] = useState<Card | null>(answer.incident)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const top = useRef<HTMLHeadingElement>(null)
  const [shownAt] = useState(() => performance.now())
  const scale = scaleOf(policy)
  const mayGrade = may(session, 'grade_confirm')

  // The form the focus was in is gone, by the person's own sending; the answer is where it belongs now.
  useEffect(() => {
    top.current?.focus()
  }, [])

  // The board may know of something newer, such as the acknowledgement.
  const onBoard = own === null ? undefined : live?.board.get(own.id)
  const card = onBoard && own && onBoard.version > own.version ? onBoard : own

  const setGrade = (grade: string) => {
    if (card === null || sending || !mayGrade) return
    setSending(true)
    setProblem(null)
    api.grade(card.id, grade, uniqueKey()).then(
      (next) => {
        setSending(false)
        setOwn(next)
        connection?.learn([next])
      },
      (error: unknown) => {
        setSending(false)
        setProblem(asProblem(error))
      },
    )
  }

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event) || isTyping(event.target) || !singleKeysOn()) return
    if (performance.now() - shownAt < settleMs || event.repeat) return
    const higher = scale.find(
      (entry) => entry.grade === event.key && card !== null && isMoreUrgent(scale, entry.grade, card.grade),
    )
    if (event.key === 'n') onNext()
    else if (event.key === 'b' && card) go({ screen: 'board', incident: card.id })
    else if (event.key === 'c' && card?.grade != null && card.grade_state !== 'confirmed') setGrade(card.grade)
    else if (higher) setGrade(higher.grade)
    else return
    event.preventDefault()
  })

  return (
    <div className="result" data-incident={card?.id ?? ''}>
      <h1 ref={top} tabIndex={-1}>
        {headline(answer)}
      </h1>
      <p className="quiet">
        {channelLabel(answer.contact.channel)} contact taken at <Stamp at={answer.contact.received_at} seconds />
      </p>
      {answer.say_to_caller !== '' && (
        <section className="say">
          <h2>Say to the caller</h2>
          <p>{answer.say_to_caller}</p>
        </section>
      )}
      {card && <GradePart card={card} scale={scale} sending={sending} mayGrade={mayGrade} onSet={setGrade} />}
      {problem && <ProblemBox error={problem} />}
      {card?.dispatch && (
        <p className="result-dispatch">
          Dispatch: <DispatchState dispatch={card.dispatch} acknowledgement={undefined} />
        </p>
      )}
      {answer.assessment.reasons.length > 0 && (
        <section>
          <h2>Why</h2>
          <ul className="reasons">
            {answer.assessment.reasons.map((reason) => (
              <li key={`${reason.decision} ${reason.rule}`}>
                {reason.grade !== null && <GradeBadge grade={reason.grade} scale={scale} />}
                <span>
                  {reason.text} <code>{reason.rule}</code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {answer.tasks.length > 0 && (
        <section>
          <h2>Owed</h2>
          <ul className="plain-list">
            {answer.tasks.map((task) => (
              <li key={task.id}>
                {plain(task.kind)} <Stamp at={task.due_at} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <HistoryPart history={answer.history} />
      <div className="actions">
        <button type="button" className="button" onClick={onNext}>
          Next contact <kbd>n</kbd>
        </button>
        {card && may(session, 'incident_read') && (
          <button type="button" className="button-quiet" onClick={() => go({ screen: 'board', incident: card.id })}>
            Show on the board <kbd>b</kbd>
          </button>
        )}
      </div>
    </div>
  )
}
