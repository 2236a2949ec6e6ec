import { useCallback, useEffect, useRef, useState } from 'react'
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
import { CandidatesPanel, useCandidates } from './candidates_panel.tsx'
import { contactApi, type Candidate, type LinkAnswer, type Pathway } from './contact_api.ts'
import { CrimesList } from './crimes_list.tsx'
import { withoutFact, type Draft } from './draft.ts'
import { FactList } from './fact_list.tsx'
import { HistoryPart } from './history.tsx'
import { PathwayDialog } from './pathway_dialog.tsx'
import { PathwaysPanel, usePathways } from './pathways_panel.tsx'
import { QuestionsPanel } from './questions_panel.tsx'
import { UndoLeft } from './undo_left.tsx'
import { useFollowUp } from './use_follow_up.ts'

// Keys that were meant for the form must not confirm a grade: they are let pass for this long.
const settleMs = 250

interface Props {
  answer: ContactAnswer
  // What was sent, whose facts can still be added to and taken back.
  draft: Draft
  policy: Policy | undefined
  onNext: () => void
}

function headline(answer: ContactAnswer): string {
  const { contact, incident } = answer
  if (incident === null) return `Contact kept, no incident: ${outcomeLabel(contact.outcome ?? 'no_police_action')}`
  if (contact.outcome === 'joined') return `Joined to incident ${incident.number}`
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

// Newer wins: an answer of this screen and the frames of the board cross each other.
function newest(...cards: (Card | null | undefined)[]): Card | null {
  return cards.reduce<Card | null>(
    (best, card) => (card && (best === null || card.version > best.version) ? card : best),
    null,
  )
}

export function Result({ answer, draft, policy, onNext }: Props) {
  const session = useSession()
  const live = useLive()
  const connection = useLiveConnection()
  const [own, setOwn] = useState<Card | null>(answer.incident)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [linkProblem, setLinkProblem] = useState<RequestProblem | null>(null)
  const [joinedTo, setJoinedTo] = useState<{ id: string; number: string } | null>(null)
  const [recording, setRecording] = useState<Pathway | null>(null)
  const top = useRef<HTMLHeadingElement>(null)
  const [shownAt] = useState(() => performance.now())
  const scale = scaleOf(policy)
  const mayGrade = may(session, 'grade_confirm')
  const mayLink = may(session, 'incident_link')
  const learn = useCallback((card: Card) => setOwn((held) => newest(held, card)), [])
  const follow = useFollowUp(answer, draft, learn)

  // The form the focus was in is gone, by the person's own sending; the answer is where it belongs now.
  useEffect(() => {
    top.current?.focus()
  }, [])

  // The board may know of something newer, such as the acknowledgement.
  const card = newest(own, own === null ? null : live?.board.get(own.id))
  const mayRead = may(session, 'incident_read')
  const candidates = useCandidates(mayRead ? own : null)
  const pathways = usePathways(mayRead ? card : null)
  const { assessment } = follow

  const setGrade = (grade: string) => {
    if (card === null || sending || !mayGrade) return
    setSending(true)
    setProblem(null)
    api.grade(card.id, grade, uniqueKey()).then(
      (next) => {
        setSending(false)
        learn(next)
        connection?.learn([next])
      },
      (error: unknown) => {
        setSending(false)
        setProblem(asProblem(error))
      },
    )
  }

  const linked = (work: Promise<LinkAnswer>, to: { id: string; number: string } | null) => {
    setSending(true)
    setLinkProblem(null)
    work.then(
      ({ incident, other }) => {
        setSending(false)
        setJoinedTo(to)
        learn(incident)
        connection?.learn(other === null ? [incident] : [incident, other])
        void candidates.refetch()
      },
      (error: unknown) => {
        setSending(false)
        setLinkProblem(asProblem(error))
      },
    )
  }
  const join = ({ incident, kind }: Candidate) => {
    if (card === null || sending || !mayLink) return
    linked(contactApi.join(card, incident.id, kind, '', uniqueKey()), { id: incident.id, number: incident.number })
  }
  const part = () => {
    const other = joinedTo?.id ?? card?.joined_to ?? null
    if (card === null || other === null || sending || !mayLink) return
    linked(contactApi.part(card, other, uniqueKey()), null)
  }
  const joinOrPart = () => {
    if (card?.status === 'linked') return part()
    const first = candidates.data?.candidates[0]
    if (first?.incident.status === 'open') join(first)
  }
  const firstOffered = pathways.data?.pathways.find((one) => one.standing === 'offered')
  const mayResolve = may(session, 'incident_close')

  useWindowKeys((event) => {
    if (dialogIsOpen()) return
    if (event.key === 'F9') {
      document.getElementById('questions')?.focus()
      event.preventDefault()
      return
    }
    if (event.defaultPrevented || !isPlain(event) || isTyping(event.target) || !singleKeysOn()) return
    // Letters pressed among the questions answer them, or nothing: never a grade, never the next contact.
    if (event.target instanceof Element && event.target.closest('#questions')) return
    if (performance.now() - shownAt < settleMs || event.repeat) return
    const higher = scale.find(
      (entry) => entry.grade === event.key && card !== null && isMoreUrgent(scale, entry.grade, card.grade),
    )
    if (event.key === 'n') onNext()
    else if (event.key === 'b' && card) go({ screen: 'board', incident: card.id })
    else if (event.key === 'j' && card) joinOrPart()
    else if (event.key === 'p' && card && firstOffered && mayResolve) setRecording(firstOffered)
    else if (event.key === 'c' && card?.grade != null && card.grade_state !== 'confirmed') setGrade(card.grade)
    else if (higher) setGrade(higher.grade)
    else return
    event.preventDefault()
  })

  const mayAsk = card !== null && card.status === 'open' && may(session, 'facts_add')
  return (
    <div className="result" data-incident={card?.id ?? ''}>
      <div className="result-main">
        <h1 ref={top} tabIndex={-1}>
          {headline(answer)}
        </h1>
        <p className="quiet">
          {channelLabel(answer.contact.channel)} contact taken at <Stamp at={answer.contact.received_at} seconds />
        </p>
        {answer.separate_risk && (
          <p className="note-box" role="alert">
            {answer.separate_risk.text}
          </p>
        )}
        {answer.major_incident !== undefined && (
          <p className="note-box">This is about a declared major incident: ask no more than is listed.</p>
        )}
        {answer.say_to_caller !== '' && (
          <section className="say">
            <h2>Say to the caller</h2>
            <p>{answer.say_to_caller}</p>
            {(assessment.instructions ?? []).map((instruction) => (
              <p key={instruction.fact} className="say-more">
                {instruction.text}
              </p>
            ))}
          </section>
        )}
        {card && <GradePart card={card} scale={scale} sending={sending} mayGrade={mayGrade} onSet={setGrade} />}
        {problem && <ProblemBox error={problem} />}
        {card?.planned?.active === false && (
          <p className="note-box">
            Planned: nobody is sent before <Stamp at={card.planned.active_from} />, and every clock counts from then.
          </p>
        )}
        {card?.dispatch && (
          <p className="result-dispatch">
            Dispatch: <DispatchState dispatch={card.dispatch} acknowledgement={undefined} />
          </p>
        )}
        {mayAsk && (
          <>
            <QuestionsPanel
              draft={follow.draft}
              assessed={{ assessment, narrative: '', pending: follow.sending, problem: null }}
              policy={policy}
              onChange={follow.change}
            />
            <FactList
              draft={follow.draft}
              onRemove={(fact) => follow.change(withoutFact(follow.draft, fact))}
              note={<UndoLeft givenAt={follow.givenAt} policy={policy} />}
            />
            {follow.problem && <ProblemBox error={follow.problem} />}
          </>
        )}
        <div className="actions">
          <button type="button" className="button" onClick={onNext}>
            Next contact <kbd>n</kbd>
          </button>
          {card && mayRead && (
            <button type="button" className="button-quiet" onClick={() => go({ screen: 'board', incident: card.id })}>
              Show on the board <kbd>b</kbd>
            </button>
          )}
        </div>
      </div>
      <aside className="result-aside" aria-label="What goes with it">
        {card && mayRead && (
          <CandidatesPanel
            card={card}
            candidates={candidates.data?.candidates}
            loading={candidates.isLoading}
            error={candidates.error}
            scale={scale}
            joining={sending}
            problem={linkProblem}
            mayLink={mayLink}
            joinedNumber={joinedTo?.number ?? null}
            onJoin={join}
            onPart={part}
          />
        )}
        {card && mayRead && card.status === 'open' && (
          <PathwaysPanel
            pathways={pathways.data}
            error={pathways.error}
            policy={policy}
            mayResolve={mayResolve}
            onTake={setRecording}
          />
        )}
        <CrimesList crimes={answer.crimes} />
        {assessment.reasons.length > 0 && (
          <section>
            <h2>Why</h2>
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
          </section>
        )}
        {answer.tasks.length > 0 && (
          <section>
            <h2>Owed</h2>
            <ul className="plain-list">
              {answer.tasks.map((task) => (
                <li key={task.id}>
                  {policy?.working?.tasks.find((one) => one.kind === task.kind)?.text ?? plain(task.kind)}{' '}
                  <Stamp at={task.due_at} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <HistoryPart history={answer.history} />
      </aside>
      {recording && card && pathways.data && (
        <PathwayDialog
          card={card}
          pathway={recording}
          version={pathways.data.version}
          policy={policy}
          onClose={() => setRecording(null)}
          onDone={(next) => {
            setRecording(null)
            learn(next)
          }}
        />
      )}
    </div>
  )
}
