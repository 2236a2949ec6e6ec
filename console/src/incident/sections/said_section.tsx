import type { Call, Policy } from '../../api/types.ts'
import { DueBy } from '../../common/due_by.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { channelLabel } from '../../common/words.ts'
import { placesOf, sourceInWords } from '../../calls/calls.ts'
import type { Action } from '../actions.ts'
import { callStanding, callState, isUnheard } from '../call_words.ts'
import { addressee, messageState } from '../message_words.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { personIn, taskText } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

const notShown = <span className="quiet">The words are not for your role.</span>

function callOf(contact: string, calls: readonly Call[]): Call | undefined {
  return calls.find((call) => call.contact === contact)
}

interface Props {
  record: IncidentRecord
  calls: readonly Call[]
  // They could not be read now.
  callsMissing: boolean
  policy: Policy | undefined
  mayWork: boolean
  onTasks: () => void
  onAct: (action: Action) => void
}

type LineProps = Pick<Props, 'record' | 'policy' | 'mayWork' | 'onTasks' | 'onAct'> & { call: Call }

// The task that is due first, beside a call in which nobody was heard.
function OwedNext({ record, policy, onTasks }: Pick<LineProps, 'record' | 'policy' | 'onTasks'>) {
  const [next] = record.tasks
    .filter((task) => task.state === 'open')
    .toSorted((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at))
  if (next === undefined) return <> Nothing is owed on it.</>
  return (
    <>
      {' '}
      Owed next: <strong>{taskText(next.kind, policy)}</strong> <DueBy at={next.due_at} />
      <ActButton label="To the tasks" onClick={onTasks} />
    </>
  )
}

function CallLine({ call, record, policy, mayWork, onTasks, onAct }: LineProps) {
  const places = placesOf(call)
  const taken = places.find((place) => place.candidate === call.location)
  return (
    <p className={isUnheard(call) ? 'note-box' : 'quiet'}>
      {channelLabel(call.channel)} call at <Stamp at={call.first_at} seconds />: {callState(call)}; {callStanding(call)}
      {call.personal?.phone !== undefined && isUnheard(call) && <>, from {call.personal.phone}</>}
      {call.standing === 'call_back' && call.call_back_by !== null && (
        <>
          , <DueBy at={call.call_back_by} />
        </>
      )}
      .{isUnheard(call) && <OwedNext record={record} policy={policy} onTasks={onTasks} />}
      {mayWork && call.standing === 'call_back' && (
        <ActButton label="Record ringing back" onClick={() => onAct({ code: 'call_back', about: call.id })} />
      )}
      {taken !== undefined && (
        <>
          {' '}
          The caller is at {taken.text} ({sourceInWords(taken.source)}).
        </>
      )}
      {mayWork && places.length > 0 && (
        <ActButton
          label={taken === undefined ? `Take one of ${places.length} places of the call` : 'Take another place'}
          onClick={() => onAct({ code: 'call_place', about: call.id })}
        />
      )}
    </p>
  )
}

// Everything that was said and noted, the newest first, and the calls it came by.
export function SaidSection({ record, calls, callsMissing, policy, mayWork, onTasks, onAct }: Props) {
  const line = { record, policy, mayWork, onTasks, onAct }
  const opened = calls.filter(
    (call) => call.incident === record.id && !record.contacts.some((one) => one.id === call.contact),
  )
  return (
    <Section
      id="said"
      digit="1"
      title="Said and noted"
      note={`${record.contacts.length} contacts, ${record.notes_list.length} notes`}
    >
      {record.promise !== null && (
        <p className="note-box">
          The caller was last told <Stamp at={record.promise.at} />: {record.promise.text}
        </p>
      )}
      {callsMissing && <p className="quiet">The calls it came by can not be read now; they are asked for again.</p>}
      {opened.map((call) => (
        <CallLine key={call.id} call={call} {...line} />
      ))}
      {record.notes_list.toReversed().map((note) => (
        <div key={note.id} className="contact-words">
          <p className="quiet">
            Note by {personIn(note.by)} <Stamp at={note.at} seconds />
          </p>
          <p>{note.text ?? notShown}</p>
        </div>
      ))}
      {record.contacts.toReversed().map((contact) => {
        const call = callOf(contact.id, calls)
        const caller = contact.personal?.caller
        return (
          <div key={contact.id} className="contact-words">
            <p className="quiet">
              {channelLabel(contact.channel)} <Stamp at={contact.received_at} seconds />
              {caller && <> {[caller.name, caller.phone].filter(Boolean).join(', ')}</>}
              {contact.personal?.location?.text != null && <>, {contact.personal.location.text}</>}
            </p>
            {call && <CallLine call={call} {...line} />}
            <p>{contact.personal?.narrative ?? notShown}</p>
          </div>
        )
      })}
      {record.messages.length > 0 && (
        <>
          <h3>Texts to callers</h3>
          <ul className="plain-list">
            {record.messages.toReversed().map((message) => (
              <li key={message.id} className={message.state === 'given_up' ? 'due-late' : undefined}>
                <strong>{messageState(message)}</strong>{' '}
                <span className="quiet">
                  to {addressee(message.contact, record)}, asked for by {personIn(message.by)} <Stamp at={message.at} />
                  {message.due_at !== null && message.state === 'waiting' && message.attempts > 0 && (
                    <>
                      , tried again <Stamp at={message.due_at} seconds />
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
