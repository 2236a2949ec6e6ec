import type { Call } from '../../api/types.ts'
import { Stamp } from '../../common/stamp.tsx'
import { channelLabel, plain } from '../../common/words.ts'
import { placesOf, sourceInWords } from '../../calls/calls.ts'
import type { Action } from '../actions.ts'
import { addressee, messageState } from '../message_words.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { personIn } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

const notShown = <span className="quiet">The words are not for your role.</span>

function callOf(contact: string, calls: readonly Call[]): Call | undefined {
  return calls.find((call) => call.contact === contact)
}

interface Props {
  record: IncidentRecord
  calls: readonly Call[]
  mayWork: boolean
  onAct: (action: Action) => void
}

function CallLine({ call, mayWork, onAct }: Pick<Props, 'mayWork' | 'onAct'> & { call: Call }) {
  const places = placesOf(call)
  const taken = places.find((place) => place.candidate === call.location)
  return (
    <p className="quiet">
      Call {plain(call.state).toLowerCase()}, {plain(call.standing).toLowerCase()} since{' '}
      <Stamp at={call.first_at} seconds />
      {call.call_back_by !== null && (
        <>
          , to be rung back by <Stamp at={call.call_back_by} seconds /> ({call.call_backs} tried)
        </>
      )}
      {taken !== undefined && (
        <>
          , the caller is at {taken.text} ({sourceInWords(taken.source)})
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
export function SaidSection({ record, calls, mayWork, onAct }: Props) {
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
      {opened.map((call) => (
        <CallLine key={call.id} call={call} mayWork={mayWork} onAct={onAct} />
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
            {call && <CallLine call={call} mayWork={mayWork} onAct={onAct} />}
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
