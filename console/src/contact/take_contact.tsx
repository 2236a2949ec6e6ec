import { useState } from 'react'
import { api } from '../api/client.ts'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import { usePolicy } from '../api/queries.ts'
import type { ContactAnswer, Outcome } from '../api/types.ts'
import { uniqueKey } from '../common/unique.ts'
import { useLiveConnection } from '../live/live_context.tsx'
import { dialogIsOpen, useWindowKeys } from '../shell/keys.ts'
import { useSession } from '../shell/session.tsx'
import { ContactForm } from './contact_form.tsx'
import { dropDraft, loadDraft, newDraft, requestOf, saveDraft, type Draft } from './draft.ts'
import { OutcomeMenu } from './outcome_menu.tsx'
import { Proposal } from './proposal.tsx'
import { Result } from './result.tsx'
import { useAssessment } from './use_assessment.ts'

// A refusal that is certain stored nothing, so the next try is a new one; after anything else the key stays, and the
// server knows the contact again if it did get it.
function keyAfter(problem: RequestProblem, draft: Draft): Draft {
  const certain = problem.status >= 400 && problem.status < 500
  return certain ? { ...draft, idempotencyKey: uniqueKey() } : draft
}

export function TakeContact() {
  const { account } = useSession()
  const [draft, setDraft] = useState<Draft>(() => loadDraft(sessionStorage, account.name) ?? newDraft())
  const [sent, setSent] = useState<ContactAnswer | null>(null)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [choosingOutcome, setChoosingOutcome] = useState(false)
  const [narrativeMissing, setNarrativeMissing] = useState(false)
  const policy = usePolicy()
  const live = useLiveConnection()
  const assessed = useAssessment(draft.facts, sent === null)

  const change = (next: Draft) => {
    if (sending) return
    setDraft(next)
    saveDraft(sessionStorage, account.name, next)
    if (next.narrative.trim() !== '') setNarrativeMissing(false)
  }

  const startAnew = () => {
    dropDraft(sessionStorage, account.name)
    setDraft(newDraft())
    setSent(null)
    setProblem(null)
    setNarrativeMissing(false)
  }

  const send = (outcome: Outcome | null) => {
    if (sending) return
    if (outcome === null && draft.narrative.trim() === '') {
      setNarrativeMissing(true)
      document.getElementById('narrative')?.focus()
      return
    }
    setSending(true)
    setProblem(null)
    api.takeContact(requestOf(draft, outcome), draft.idempotencyKey).then(
      (answer) => {
        dropDraft(sessionStorage, account.name)
        setSending(false)
        setSent(answer)
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

  useWindowKeys((event) => {
    if (dialogIsOpen()) return
    if (sent !== null) {
      if (event.key === 'F2') startAnew()
      return
    }
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1]
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(null)
    else if (event.key === 'F8') setChoosingOutcome(true)
    else if (event.key === 'F9') document.getElementById('questions')?.focus()
    else if (event.altKey && !event.ctrlKey && digit !== undefined) {
      if (digit === '0') change({ ...draft, grade: null })
      else if (policy.data?.grades.some((entry) => entry.grade === digit)) change({ ...draft, grade: digit })
    } else return
    event.preventDefault()
  })

  if (sent !== null) return <Result answer={sent} policy={policy.data} onNext={startAnew} />
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
        onChange={change}
        onSend={() => send(null)}
        onOutcome={() => setChoosingOutcome(true)}
        onClear={startAnew}
      />
      <Proposal draft={draft} assessed={assessed} policy={policy.data} onChange={change} />
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
