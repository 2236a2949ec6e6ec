import { useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Card } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { uniqueKey } from '../common/unique.ts'
import { may, useSession } from '../shell/session.tsx'
import { boardApi, type MajorIncident, type MajorIncidentRequest } from './board_api.ts'

const methane = [
  ['exact_location', 'Exact location'],
  ['type', 'Type'],
  ['hazards', 'Hazards'],
  ['access', 'Access'],
  ['number_of_casualties', 'Number of casualties'],
  ['emergency_services', 'Emergency services, there and needed'],
] as const
const commands = [
  ['gold', 'Gold, strategic'],
  ['silver', 'Silver, tactical'],
  ['bronze', 'Bronze, operational'],
] as const

type Methane = MajorIncidentRequest['methane']
type Posts = MajorIncidentRequest['posts']

const blankMethane: Methane = {
  exact_location: '',
  type: '',
  hazards: '',
  access: '',
  number_of_casualties: '',
  emergency_services: '',
}
const blankPosts: Posts = { gold: '', silver: '', bronze: '' }

// One try at a request, with its own key until it is refused for certain.
function useSending() {
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [key, setKey] = useState(uniqueKey)
  const send = <T,>(work: (key: string) => Promise<T>, done: (answer: T) => void) => {
    if (sending) return
    setSending(true)
    setProblem(null)
    work(key).then(
      (answer) => {
        setSending(false)
        setKey(uniqueKey())
        done(answer)
      },
      (error: unknown) => {
        const refusal = asProblem(error)
        setSending(false)
        setProblem(refusal)
        if (refusal.status >= 400 && refusal.status < 500) setKey(uniqueKey())
      },
    )
  }
  return { sending, problem, send }
}

function Field({
  id,
  label,
  value,
  onChange,
  first = false,
}: {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  first?: boolean
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        autoComplete="off"
        maxLength={1000}
        data-first={first ? '' : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

// Declaring: METHANE and the command posts; what is not known is written as not known.
export function DeclareDialog({
  card,
  onClose,
  onDone,
}: {
  card: Card
  onClose: () => void
  onDone: (said: string) => void
}) {
  const [name, setName] = useState('')
  const [record, setRecord] = useState<Methane>({
    ...blankMethane,
    exact_location: card.personal?.location_text ?? '',
  })
  const [posts, setPosts] = useState<Posts>(blankPosts)
  const { sending, problem, send } = useSending()
  const declare = () =>
    send(
      (key) => boardApi.declareMajor({ name: name.trim(), incident: card.id, methane: record, posts }, key),
      (answer) => onDone(`Major incident declared: ${answer.major_incident.name}`),
    )
  return (
    <Dialog
      title={`Declare a major incident on ${card.number}`}
      onClose={onClose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        declare()
      }}
    >
      <div className="stacked">
        <Field id="major_name" label="What it is called, with no personal data" value={name} onChange={setName} first />
        {methane.map(([key, label]) => (
          <Field
            key={key}
            id={`methane_${key}`}
            label={label}
            value={record[key]}
            onChange={(value) => setRecord({ ...record, [key]: value })}
          />
        ))}
        {commands.map(([key, label]) => (
          <Field
            key={key}
            id={`command_${key}`}
            label={label}
            value={posts[key]}
            onChange={(value) => setPosts({ ...posts, [key]: value })}
          />
        ))}
        {problem && <ProblemBox error={problem} />}
        <div className="actions">
          <button type="button" className="button button-main" aria-disabled={sending} onClick={declare}>
            {sending ? 'Declaring…' : 'Declare'} <kbd>Ctrl Enter</kbd>
          </button>
        </div>
      </div>
    </Dialog>
  )
}

function personalPart(major: MajorIncident, part: 'methane' | 'posts'): Record<string, unknown> {
  const held = major.personal?.[part]
  return typeof held === 'object' && held !== null ? (held as Record<string, unknown>) : {}
}

// The record of a declared one, and what a supervisor does about all its callers at once.
export function MajorDialog({
  major,
  onClose,
  onDone,
}: {
  major: MajorIncident
  onClose: () => void
  onDone: (said: string) => void
}) {
  const session = useSession()
  const [words, setWords] = useState('')
  const { sending, problem, send } = useSending()
  const leads = may(session, 'major_incident')
  const told = { ...personalPart(major, 'methane'), ...personalPart(major, 'posts') }
  return (
    <Dialog title={major.name} onClose={onClose}>
      <div className="stacked">
        <dl className="pairs">
          {[...methane, ...commands].map(([key, label]) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>{typeof told[key] === 'string' ? told[key] : <span className="quiet">not for your role</span>}</dd>
            </div>
          ))}
        </dl>
        {leads && (
          <div className="field">
            <label htmlFor="major_words">What all callers are told, or why it is stood down</label>
            <textarea
              id="major_words"
              rows={3}
              maxLength={4000}
              data-first=""
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
        )}
        {problem && <ProblemBox error={problem} />}
        {leads && (
          <div className="actions">
            <button
              type="button"
              className="button button-main"
              aria-disabled={sending}
              onClick={() =>
                send(
                  (key) => boardApi.tellAll(major.id, words.trim(), key),
                  (answer) => onDone(`All callers told; ${answer.tasks ?? 0} tasks ended.`),
                )
              }
            >
              All callers are told this
            </button>
            <button
              type="button"
              className="button"
              aria-disabled={sending}
              onClick={() =>
                send(
                  (key) => boardApi.standDown(major.id, words.trim(), key),
                  () => onDone(`Stood down: ${major.name}. Its incident goes on.`),
                )
              }
            >
              Stand it down
            </button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

interface JoinProps {
  major: MajorIncident
  cards: readonly Card[]
  contactsOf: (card: Card) => Promise<string[]>
  onClose: () => void
  onDone: (said: string) => void
}

// The contacts of all incidents that the filter shows, joined with one reason. The server leaves out each that tells of
// something else, and says so.
export function JoinShownDialog({ major, cards, contactsOf, onClose, onDone }: JoinProps) {
  const [rationale, setRationale] = useState('')
  const { sending, problem, send } = useSending()
  const join = () =>
    send(
      async (key) => {
        const contacts: string[] = []
        for (const card of cards) contacts.push(...(await contactsOf(card)))
        return boardApi.joinContacts(major.id, contacts, rationale.trim(), key)
      },
      (answer) => onDone(`${answer.joined.length} joined to ${major.name}, ${answer.left_out.length} left out.`),
    )
  return (
    <Dialog title={`Join ${cards.length} incidents to ${major.name}`} onClose={onClose}>
      <div className="stacked">
        <div className="field">
          <label htmlFor="join_rationale">Why they are all the same</label>
          <textarea
            id="join_rationale"
            rows={3}
            maxLength={4000}
            data-first=""
            value={rationale}
            onChange={(event) => setRationale(event.target.value)}
          />
        </div>
        {problem && <ProblemBox error={problem} />}
        <div className="actions">
          <button type="button" className="button button-main" aria-disabled={sending} onClick={join}>
            {sending ? 'Joining…' : 'Join them'}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
