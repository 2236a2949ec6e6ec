import { useCallback, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Assessment, Card, ContactAnswer } from '../api/types.ts'
import { serverClock } from '../common/server_clock.ts'
import { uniqueKey } from '../common/unique.ts'
import { useLiveConnection } from '../live/live_context.tsx'
import { contactApi, type FactsAnswer } from './contact_api.ts'
import type { Draft } from './draft.ts'
import { changesOf, undone, type FactChange } from './follow_up.ts'

export interface FollowUp {
  draft: Draft
  assessment: Assessment
  // The incident's card as the last answer gave it.
  card: Card | null
  sending: boolean
  problem: RequestProblem | null
  change: (next: Draft) => void
  // When the newest fact was given, on the server's clock: what is open for taking back counts from there.
  givenAt: number
}

// The questions go on after the contact has gone out: each answer goes to the incident as it is given, and each taken back
// is withdrawn as entered in error. They go one after the other, in the order they were given.
export function useFollowUp(answer: ContactAnswer, sent: Draft, onCard: (card: Card) => void): FollowUp {
  const [draft, setDraft] = useState(sent)
  const [assessment, setAssessment] = useState(answer.assessment)
  const [card, setCard] = useState<Card | null>(null)
  const [waiting, setWaiting] = useState(0)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [givenAt, setGivenAt] = useState(() => Date.parse(answer.contact.received_at))
  const live = useLiveConnection()
  const line = useRef<Promise<void>>(Promise.resolve())
  const incident = answer.incident?.id ?? null
  const contact = answer.contact.id

  const send = useCallback(
    (id: string, change: FactChange) => {
      const key = uniqueKey()
      // The answer to a fact does not hold what to ask next; the incident's record does.
      const took = async (result: FactsAnswer) => {
        setCard(result.incident)
        onCard(result.incident)
        live?.learn([result.incident])
        setProblem(null)
        const record = await api.incident(id).catch(() => null)
        if (record?.assessment) setAssessment(record.assessment)
      }
      const failed = (error: unknown) => {
        setProblem(asProblem(error))
        setDraft((held) => undone(held, change))
      }
      setWaiting((n) => n + 1)
      line.current = line.current
        .then(() =>
          change.to === undefined
            ? contactApi.withdrawFact(id, change.fact, key)
            : contactApi.addFact(id, change.fact, change.to, contact, key),
        )
        .then(took, failed)
        .then(() => setWaiting((n) => n - 1))
    },
    [contact, live, onCard],
  )

  const change = (next: Draft) => {
    if (incident === null) return
    for (const one of changesOf(draft, next)) {
      send(incident, one)
      if (one.to !== undefined) setGivenAt(serverClock.now())
    }
    setDraft(next)
  }

  return { draft, assessment, card, sending: waiting > 0, problem, change, givenAt }
}
