import { useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Card, Policy } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { serverClock } from '../common/server_clock.ts'
import { uniqueKey } from '../common/unique.ts'
import { useLiveConnection } from '../live/live_context.tsx'
import { contactApi, type Pathway } from './contact_api.ts'
import { emptyRecord, hoursOf, neededElsewhere, requestOfRecord, type PathwayRecord } from './pathway_record.ts'

interface Props {
  card: Card
  pathway: Pathway
  version: number
  policy: Policy | undefined
  onClose: () => void
  onDone: (card: Card) => void
}

// The record of one pathway: only the fields that the policy asks of it.
export function PathwayDialog({ card, pathway, version, policy, onClose, onDone }: Props) {
  const [record, setRecord] = useState<PathwayRecord>(() => emptyRecord(pathway.say_to_caller ?? ''))
  const [key, setKey] = useState(uniqueKey)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const live = useLiveConnection()
  const needs = new Set(pathway.needs)
  const set = (part: Partial<PathwayRecord>) => setRecord({ ...record, ...part })
  const agreements = policy?.working?.screening.agreements ?? []
  const posts = policy?.working?.posts ?? []
  const elsewhere = neededElsewhere(pathway)
  const most = hoursOf(pathway.due_at_most)

  const save = () => {
    if (sending) return
    setSending(true)
    setProblem(null)
    contactApi.resolve(card.id, version, requestOfRecord(pathway, record, serverClock.now()), key).then(
      (answer) => {
        live?.learn([answer.incident])
        onDone(answer.incident)
      },
      (error: unknown) => {
        const refusal = asProblem(error)
        setSending(false)
        setProblem(refusal)
        // What was refused for certain is a new try after it is mended.
        if (refusal.status >= 400 && refusal.status < 500) setKey(uniqueKey())
      },
    )
  }

  return (
    <Dialog
      title={pathway.text}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        save()
      }}
    >
      <div className="stacked">
        {elsewhere.length > 0 && (
          <div>
            <p>Needed besides, before it is taken:</p>
            <ul className="bulleted">
              {elsewhere.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </div>
        )}
        {needs.has('person') && (
          <div className="field">
            <label htmlFor="pathway_person">How did the person take it?</label>
            <select
              id="pathway_person"
              data-first=""
              value={record.person}
              onChange={(event) => set({ person: event.target.value })}
            >
              <option value="">Not said yet</option>
              {agreements.map((agreement) => (
                <option key={agreement.code} value={agreement.code}>
                  {agreement.text}
                </option>
              ))}
            </select>
          </div>
        )}
        {needs.has('nothing_lost') && (
          <label className="check">
            <input
              type="checkbox"
              checked={record.nothingLost}
              onChange={(event) => set({ nothingLost: event.target.checked })}
            />
            Nothing is lost by nobody going
          </label>
        )}
        <div className="field">
          <label htmlFor="pathway_net">What were they told to do if it changes?</label>
          <textarea
            id="pathway_net"
            rows={2}
            maxLength={4000}
            data-first={needs.has('person') ? undefined : ''}
            value={record.safetyNet}
            onChange={(event) => set({ safetyNet: event.target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor="pathway_promise">What were they told happens next?</label>
          <textarea
            id="pathway_promise"
            rows={2}
            maxLength={4000}
            value={record.promise}
            onChange={(event) => set({ promise: event.target.value })}
          />
        </div>
        {needs.has('due_at') && (
          <div className="field">
            <label htmlFor="pathway_due">Done within how many hours{most !== null && ` (at most ${most})`}?</label>
            <input
              id="pathway_due"
              type="number"
              min={1}
              max={most ?? undefined}
              value={record.dueInHours}
              onChange={(event) => set({ dueInHours: event.target.value })}
            />
          </div>
        )}
        {needs.has('owner') && (
          <>
            <div className="field">
              <label htmlFor="pathway_owner">Who has it from now on?</label>
              <select id="pathway_owner" value={record.owner} onChange={(event) => set({ owner: event.target.value })}>
                <option value="">Nobody yet</option>
                {posts.map((post) => (
                  <option key={post.post} value={post.post}>
                    {post.name}
                  </option>
                ))}
              </select>
            </div>
            <label className="check">
              <input
                type="checkbox"
                checked={record.ownerAccepted}
                onChange={(event) => set({ ownerAccepted: event.target.checked })}
              />
              They have accepted it
            </label>
          </>
        )}
        <label className="check">
          <input type="checkbox" checked={record.close} onChange={(event) => set({ close: event.target.checked })} />
          Close the incident by this
        </label>
        {record.close && (
          <div className="field">
            <label htmlFor="pathway_close">Why, in your own words?</label>
            <textarea
              id="pathway_close"
              rows={2}
              maxLength={4000}
              value={record.closeWords}
              onChange={(event) => set({ closeWords: event.target.value })}
            />
          </div>
        )}
        {problem && <ProblemBox error={problem} />}
        <div className="actions">
          <button type="button" className="button button-main" aria-disabled={sending} onClick={save}>
            {sending ? 'Recording…' : 'Record it'} <kbd>Ctrl Enter</kbd>
          </button>
        </div>
      </div>
    </Dialog>
  )
}
