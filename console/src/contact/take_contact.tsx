import { useState } from 'react'
import { api } from '../api/client.ts'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import { usePolicy } from '../api/queries.ts'
import type { ContactAnswer, Outcome } from '../api/types.ts'
import { CallStrip } from '../calls/call_strip.tsx'
import { nextPlace, ownCall, placesOf, withCall } from '../calls/calls.ts'
import { openedByCall } from '../calls/opened.ts'
import { useCalls } from '../calls/use_calls.ts'
import { scaleOf } from '../common/grades.ts'
import { uniqueKey } from '../common/unique.ts'
import { useLiveConnection } from '../live/live_context.tsx'
import { dialogIsOpen, useWindowKeys } from '../shell/keys.ts'
import { useSession } from '../shell/session.tsx'
import { ContactForm } from './contact_form.tsx'
import {
  dropDraft,
  isUntouched,
  lacksPlannedTime,
  loadDraft,
  newDraft,
  requestOf,
  saveDraft,
  withPlace,
  type Draft,
} from './draft.ts'
import { HistoryStrip } from './history_strip.tsx'
import { openIncidents } from './history_words.ts'
import { OutcomeMenu } from './outcome_menu.tsx'
import { Proposal } from './proposal.tsx'
import { Result } from './result.tsx'
import { useAssessment } from './use_assessment.ts'
import { useHistory } from './use_history.ts'

// A refusal that is certain stored nothing, so the next try is a new one; after anything else the key stays, and the
// server knows the contact again if it did get it.
function keyAfter(problem: RequestProblem, draft: Draft): Draft {
  const certain = problem.status >= 400 && problem.status < 500
  return certain ? { ...draft, idempotencyKey: uniqueKey() } : draft
}

export function TakeContact() {
  const { account } = useSession()
  const [draft, setDraft] = useState<Draft>(() => loadDraft(sessionStorage, account.name) ?? newDraft())
  const [sent, setSent] = useState<{ answer: ContactAnswer; draft: Draft } | null>(null)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [choosingOutcome, setChoosingOutcome] = useState(false)
  const [narrativeMissing, setNarrativeMissing] = useState(false)
  const [plannedAsked, setPlannedAsked] = useState(false)
  // The place as it was when its field was left: half an address is not looked up.
  const [placeLeft, setPlaceLeft] = useState(draft.where)
  const policy = usePolicy()
  const live = useLiveConnection()
  const assessed = useAssessment(draft.facts, draft.narrative, sent === null)
  const known = useHistory(
    draft.phone,
    draft.place?.quality === 'address_unconfirmed' ? draft.place.text : placeLeft,
    sent === null,
  )
  const calls = useCalls()
  const own = ownCall(calls.items, account.name)
  const [takesFocus] = useState(() => !openedByCall())

  const change = (next: Draft) => {
    if (sending) return
    setDraft(next)
    saveDraft(sessionStorage, account.name, next)
    if (next.narrative.trim() !== '') setNarrativeMissing(false)
  }

  // A call that comes to an empty form goes onto it by itself; to one in use, when the person says so.
  const line = own?.personal?.line ?? null
  const [callSeen, setCallSeen] = useState<string | null>(draft.call)
  if (sent === null && !sending && own !== null && line !== null && line !== callSeen) {
    setCallSeen(line)
    if (isUntouched(draft) && draft.call === null) setDraft(withCall(draft, own))
  }

  const startAnew = () => {
    dropDraft(sessionStorage, account.name)
    setDraft(newDraft())
    setPlaceLeft('')
    setSent(null)
    setProblem(null)
    setNarrativeMissing(false)
    setPlannedAsked(false)
    // A call that was answered while the last contact was still on the screen is put on the new form.
    setCallSeen(sent?.draft.call ?? draft.call)
  }

  const send = (outcome: Outcome | null) => {
    if (sending) return
    if (outcome === null && draft.narrative.trim() === '') {
      setNarrativeMissing(true)
      document.getElementById('narrative')?.focus()
      return
    }
    if (outcome === null && lacksPlannedTime(draft)) {
      setPlannedAsked(true)
      document.getElementById('planned_at')?.focus()
      return
    }
    setSending(true)
    setProblem(null)
    api.takeContact(requestOf(draft, outcome), draft.idempotencyKey).then(
      (answer) => {
        dropDraft(sessionStorage, account.name)
        setSending(false)
        setSent({ answer, draft })
        if (answer.incident) live?.learn([answer.incident])
      },
      (error: unknown) => {
        const refusal = asProblem(error)
        const next = keyAfter(refusal, draft)
        setSending(false)
        setProblem(refusal)
        setDraft(next)
        saveDraft(sessionStorage, account.name, next)
      },
    )
  }

  const joinFirst = () => {
    const first = known.history === null ? undefined : openIncidents(known.history)[0]
    if (draft.incident !== null) change({ ...draft, incident: null })
    else if (first) change({ ...draft, incident: { id: first.id, number: first.number } })
  }

  const acceptNext = () => {
    const place = own !== null && line === draft.call ? nextPlace(placesOf(own), draft.place) : null
    if (place) change(withPlace(draft, place))
  }

  useWindowKeys((event) => {
    if (dialogIsOpen()) return
    if (sent !== null) {
      if (event.key === 'F2') startAnew()
      return
    }
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1]
    const alt = event.altKey && !event.ctrlKey && !event.metaKey
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(null)
    else if (event.key === 'F2') {
      // With a call on the form channel, number and place are there already.
      const first = draft.call === null ? '.channels input:checked' : '#narrative'
      document.querySelector<HTMLElement>(first)?.focus()
    } else if (event.key === 'F3' && own !== null) change(withCall(draft, own))
    else if (event.key === 'F6') acceptNext()
    else if (event.key === 'F8') setChoosingOutcome(true)
    else if (event.key === 'F9') document.getElementById('questions')?.focus()
    else if (alt && event.code === 'KeyJ') joinFirst()
    else if (alt && digit !== undefined) {
      if (digit === '0') change({ ...draft, grade: null })
      else if (policy.data?.grades.some((entry) => entry.grade === digit)) change({ ...draft, grade: digit })
    } else return
    event.preventDefault()
  })

  if (sent !== null)
    return (
      <>
        {own !== null && line !== sent.draft.call && (
          <p className="banner banner-call" role="status">
            You have answered a {own.channel} call. <kbd>F2</kbd> starts it; this one is sent.
          </p>
        )}
        <Result
          key={sent.answer.contact.id}
          answer={sent.answer}
          draft={sent.draft}
          policy={policy.data}
          onNext={startAnew}
        />
      </>
    )
  return (
    <div className="contact">
      <h1 className="visually-hidden">Take contact</h1>
      <ContactForm
        draft={draft}
        assessed={assessed}
        policy={policy.data}
        sending={sending}
        problem={problem}
        narrativeMissing={narrativeMissing}
        plannedAsked={plannedAsked}
        takesFocus={takesFocus}
        onChange={change}
        onSend={() => send(null)}
        onOutcome={() => setChoosingOutcome(true)}
        onClear={startAnew}
        onPlaceLeft={() => setPlaceLeft(draft.place?.quality === 'radius' ? '' : draft.where)}
      >
        <CallStrip
          calls={calls.items}
          unavailable={calls.unavailable}
          known={calls.known}
          own={own}
          draft={draft}
          onTake={() => own !== null && change(withCall(draft, own))}
          onAccept={(text) => {
            const place = own === null ? undefined : placesOf(own).find((one) => one.text === text)
            if (place) change(withPlace(draft, place))
          }}
        />
      </ContactForm>
      <Proposal draft={draft} assessed={assessed} policy={policy.data} onChange={change}>
        <HistoryStrip
          known={known}
          draft={draft}
          scale={scaleOf(policy.data)}
          onJoin={(incident) => change({ ...draft, incident })}
        />
      </Proposal>
      {choosingOutcome && (
        <OutcomeMenu
          onClose={() => setChoosingOutcome(false)}
          onChoose={(outcome) => {
            setChoosingOutcome(false)
            send(outcome)
          }}
        />
      )}
    </div>
  )
}
