import type { Call } from '../../api/types.ts'
import { Stamp } from '../../common/stamp.tsx'
import { channelLabel, plain } from '../../common/words.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { personIn } from '../timeline.ts'
import { Section } from './section.tsx'

const notShown = <span className="quiet">The words are not for your role.</span>

function callOf(contact: string, calls: readonly Call[]): Call | undefined {
  return calls.find((call) => call.contact === contact)
}

function CallLine({ call }: { call: Call }) {
  return (
    <p className="quiet">
      Call {plain(call.state).toLowerCase()}, {plain(call.standing).toLowerCase()} since{' '}
      <Stamp at={call.first_at} seconds />
      {call.call_back_by !== null && (
        <>
          , to be rung back by <Stamp at={call.call_back_by} seconds /> ({call.call_backs} tried)
        </>
      )}
    </p>
  )
}

// Everything that was said and noted, the newest first, and the calls it came by.
export function SaidSection({ record, calls }: { record: IncidentRecord; calls: readonly Call[] }) {
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
        <CallLine key={call.id} call={call} />
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
            {call && <CallLine call={call} />}
            <p>{contact.personal?.narrative ?? notShown}</p>
          </div>
        )
      })}
      {record.messages.map((message) => (
        <p key={message.id} className="quiet">
          Text to the caller {plain(message.state).toLowerCase()}, asked for by {personIn(message.by)}{' '}
          <Stamp at={message.at} />
          {message.reason_code !== null && <>: {plain(message.reason_code).toLowerCase()}</>}
        </p>
      ))}
    </Section>
  )
}
