import { useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Policy } from '../api/types.ts'
import { scaleOf } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { uniqueKey } from '../common/unique.ts'
import { outcomes } from '../common/words.ts'
import { dialogIsOpen, useWindowKeys } from '../shell/keys.ts'
import type { Exercise, HandedIn } from './training_api.ts'

interface Props {
  policy: Policy | undefined
  // Seconds on the exercise's clock, at the moment of sending.
  seconds: () => number
  send: (body: HandedIn, idempotencyKey: string) => Promise<Exercise>
  onDone: (exercise: Exercise) => void
}

const noIncident = 'none'

// The grade, or that there is no incident; pathway, flags, and why in one's own words.
export function HandInForm({ policy, seconds, send, onDone }: Props) {
  const scale = scaleOf(policy)
  const [choice, setChoice] = useState<string | null>(null)
  const [outcome, setOutcome] = useState('advice_given')
  const [pathway, setPathway] = useState('')
  const [flags, setFlags] = useState<string[]>([])
  const [rationale, setRationale] = useState('')
  const [key, setKey] = useState(uniqueKey)
  const [sending, setSending] = useState(false)
  const [absent, setAbsent] = useState<string | null>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)

  const submit = () => {
    if (sending) return
    setProblem(null)
    if (choice === null || rationale.trim() === '') {
      setAbsent(choice === null ? 'Choose a grade, or that there is no incident.' : 'Say why, in your own words.')
      document.getElementById(choice === null ? 'training_grade' : 'training_why')?.focus()
      return
    }
    setAbsent(null)
    setSending(true)
    const body: HandedIn = {
      ...(choice === noIncident ? { contact_only: outcome } : { grade: choice }),
      ...(pathway === '' ? {} : { pathway }),
      flags,
      rationale: rationale.trim(),
      at_s: seconds(),
    }
    send(body, key).then(onDone, (error: unknown) => {
      const refused = asProblem(error)
      setSending(false)
      setProblem(refused)
      if (refused.status !== 0 && refused.status < 500) setKey(uniqueKey())
    })
  }

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen()) return
    const digit = /^Digit([0-9])$/.exec(event.code)?.[1]
    const at = event.altKey && !event.ctrlKey && !event.metaKey && digit !== undefined ? Number(digit) : null
    const grade = at === null || at === 0 ? undefined : scale[at - 1]
    if (at === 0) setChoice(noIncident)
    else if (grade !== undefined) setChoice(grade.grade)
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
    else return
    event.preventDefault()
  })

  const chosen = flags.length === 0 ? 'none' : String(flags.length)
  return (
    <section className="record-section hand-in" aria-labelledby="hand_in">
      <h2 id="hand_in">What you come to</h2>
      <fieldset className="own-grade" id="training_grade" tabIndex={-1}>
        <legend>
          Grade <kbd>Alt 1–{scale.length}</kbd>
        </legend>
        <div className="segments">
          {[...scale, { grade: noIncident, name: 'The contact ends without an incident' }].map((entry) => (
            <label key={entry.grade} title={entry.name}>
              <input
                type="radio"
                name="training_grade"
                checked={choice === entry.grade}
                onChange={() => setChoice(entry.grade)}
              />
              <span>{entry.grade === noIncident ? 'No incident (Alt 0)' : entry.grade}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {choice === noIncident && (
        <div className="field">
          <label htmlFor="training_outcome">How it ends</label>
          <select id="training_outcome" value={outcome} onChange={(event) => setOutcome(event.target.value)}>
            {outcomes.map((one) => (
              <option key={one.code} value={one.code}>
                {one.label}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className="field">
        <label htmlFor="training_pathway">Pathway</label>
        <select id="training_pathway" value={pathway} onChange={(event) => setPathway(event.target.value)}>
          <option value="">Not chosen</option>
          {(policy?.pathways ?? []).map((one) => (
            <option key={one.pathway} value={one.pathway}>
              {one.text}
            </option>
          ))}
        </select>
      </div>
      <details className="training-flags">
        <summary>Flags: {chosen}</summary>
        <div className="training-flag-list">
          {(policy?.flags ?? []).map((one) => (
            <label key={one.flag} className="check">
              <input
                type="checkbox"
                checked={flags.includes(one.flag)}
                onChange={(event) =>
                  setFlags(event.target.checked ? [...flags, one.flag] : flags.filter((flag) => flag !== one.flag))
                }
              />
              {one.text}
            </label>
          ))}
        </div>
      </details>
      <div className="field">
        <label htmlFor="training_why">Why, in your own words?</label>
        <textarea
          id="training_why"
          rows={3}
          maxLength={4000}
          value={rationale}
          onChange={(event) => setRationale(event.target.value)}
        />
      </div>
      {absent !== null && (
        <p className="field-error" role="alert">
          {absent}
        </p>
      )}
      {problem !== null && <ProblemBox error={problem} />}
      <div className="actions">
        <button type="button" className="button button-main" aria-disabled={sending} onClick={submit}>
          {sending ? 'Sending…' : 'Hand in'} <kbd>Ctrl Enter</kbd>
        </button>
      </div>
    </section>
  )
}
