import type { Policy, Statement } from '../../api/types.ts'
import { Stamp } from '../../common/stamp.tsx'
import { span } from '../../common/time.ts'
import { useNow } from '../../common/use_now.ts'
import { channelLabel, plain, valueInWords } from '../../common/words.ts'
import type { Action } from '../actions.ts'
import { factLines, voices } from '../facts_view.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { personIn } from '../timeline.ts'
import { slips } from '../undo.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  policy: Policy | undefined
  mayAdd: boolean
  me: string
  onAct: (action: Action) => void
}

function Source({ statement, record }: { statement: Statement; record: IncidentRecord }) {
  const index = record.contacts.findIndex((one) => one.id === statement.contact)
  const contact = record.contacts[index]
  return (
    <span>
      {plain(statement.kind)}
      {contact &&
        ` (${channelLabel(contact.channel)}${record.contacts.length > 1 ? `, contact ${index + 1}` : ''})`},{' '}
      {statement.confidence}, recorded by {personIn(statement.by)} <Stamp at={statement.at} seconds />
    </span>
  )
}

// What this person has only just entered, each with how long it may still be taken back.
function Slips({ record, policy, me, onAct }: Pick<Props, 'record' | 'policy' | 'me' | 'onAct'>) {
  const now = useNow()
  const open = slips(record, me, policy, now)
  if (open.length === 0) return null
  return (
    <ul className="plain-list" aria-label="Just entered by you">
      {open.map((one) => (
        <li key={one.fact}>
          <ActButton
            label={`Take back ${plain(one.fact).toLowerCase()}: ${valueInWords(one.value)}`}
            onClick={() => onAct({ code: 'withdraw_facts', about: one.fact })}
          />{' '}
          <span className="quiet">{span(one.until - now)} left</span>
        </li>
      ))}
    </ul>
  )
}

// Each fact with who says so; where they differ, everybody's word side by side.
export function FactsSection({ record, policy, mayAdd, me, onAct }: Props) {
  const starred = new Set(policy?.vocabulary.filter((one) => one.starred).map((one) => one.fact) ?? [])
  const lines = factLines(record, starred)
  const aside = record.not_establishable
  const owed = [...starred].filter((fact) => !(fact in record.facts) && !aside.some((one) => one.fact === fact))
  const textOf = (fact: string) => policy?.vocabulary.find((one) => one.fact === fact)?.text
  const name = (fact: string) => {
    const text = textOf(fact)
    return text === undefined || text === '' ? plain(fact) : text
  }
  return (
    <Section
      id="facts"
      digit="3"
      title="Facts"
      note={record.contradictions.length > 0 ? `${record.contradictions.length} on which sources differ` : undefined}
    >
      {mayAdd && record.status === 'open' && <Slips record={record} policy={policy} me={me} onAct={onAct} />}
      {lines.length === 0 && <p className="quiet">No facts given.</p>}
      {lines.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Fact</th>
              <th scope="col">Value</th>
              <th scope="col">Who says so</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.fact} className={line.disputed ? 'row-disputed' : undefined}>
                <th scope="row" title={textOf(line.fact)}>
                  {plain(line.fact)}
                </th>
                <td>{valueInWords(line.value)}</td>
                <td>
                  {line.disputed && <strong>Sources differ. </strong>}
                  <ul>
                    {voices(line.statements).map((voice) => (
                      <li key={JSON.stringify(voice.value)}>
                        {line.disputed && <strong>{valueInWords(voice.value)}: </strong>}
                        {voice.statements.map((statement, index) => (
                          <span key={`${statement.at} ${statement.by}`}>
                            {index > 0 && '; '}
                            <Source statement={statement} record={record} />
                          </span>
                        ))}
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {aside.length > 0 && (
        <>
          <h3>Cannot be established</h3>
          <ul className="plain-list">
            {aside.map((one) => (
              <li key={one.fact}>
                {name(one.fact)}:{' '}
                {policy?.working?.not_establishable.find((reason) => reason.code === one.reason_code)?.text ??
                  plain(one.reason_code)}{' '}
                <span className="quiet">
                  {personIn(one.by)} <Stamp at={one.at} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {owed.length > 0 && (
        <>
          <h3>Counts for safety, not answered</h3>
          <ul className="plain-list">
            {owed.map((fact) => (
              <li key={fact}>
                {name(fact)}{' '}
                {mayAdd && (
                  <>
                    <ActButton label={`Answer: ${plain(fact)}`} onClick={() => onAct({ code: 'facts', about: fact })} />
                    <ActButton
                      label={`Nobody can say: ${plain(fact)}`}
                      onClick={() => onAct({ code: 'not_establishable', about: fact })}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
