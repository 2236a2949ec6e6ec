import { useQueries } from '@tanstack/react-query'
import type { Crime } from '../../api/types.ts'
import { DueBy } from '../../common/due_by.tsx'
import { ProblemBox } from '../../common/problem_box.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { plain } from '../../common/words.ts'
import { decidedCrimes, owedCrimes, type Action } from '../actions.ts'
import { crimeQuery } from '../record_api.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { personIn } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  mayRecord: boolean
  maySupervise: boolean
  onAct: (action: Action) => void
}

const told: Record<Crime['victim_told'], string> = {
  owed: 'The victim is still to be told.',
  told: 'The victim has been told.',
  no_safe_contact: 'The victim cannot be told safely.',
}

function CrimeLine({ crime, mayRecord, maySupervise, onAct }: Omit<Props, 'record'> & { crime: Crime }) {
  const name = crime.number ?? crime.code
  return (
    <div>
      <p>
        <strong>
          {crime.number ?? 'No number'} {crime.code} {crime.title}
        </strong>
        : {plain(crime.state).toLowerCase()}. Decided by {personIn(crime.decided_by)} <Stamp at={crime.decided_at} />
        {crime.late && ', late'}
        {crime.reason_code !== null && ` (${plain(crime.reason_code).toLowerCase()})`}.
      </p>
      <p className="quiet">
        {crime.included.length > 0 && `Inside it: ${crime.included.join(', ')}. `}
        {crime.former_codes.length > 0 && `Before: ${crime.former_codes.join(', ')}. `}
        {crime.officer === null ? 'Nobody investigates it yet. ' : `Investigated by ${personIn(crime.officer)}. `}
        {told[crime.victim_told]}
        {crime.cancellation !== null &&
          ` Taken off on ground ${crime.cancellation.code} by ${personIn(crime.cancellation.by)}.`}
        {crime.transfer !== null && ` With ${crime.transfer.force}, ${crime.transfer.reference}.`}
        {crime.registrar_cancels && ' Only the force crime registrar takes it off.'}
      </p>
      {crime.personal?.account !== undefined && <p className="timeline-words">{crime.personal.account}</p>}
      {mayRecord && (
        <p>
          {['crime_related', 'n100', 'not_crime'].includes(crime.state) && (
            <ActButton label={`Decide again on ${name}`} onClick={() => onAct({ code: 'crime', about: crime.id })} />
          )}
          <ActButton
            label={`Reclassify ${name}`}
            onClick={() => onAct({ code: 'crime_reclassify', about: crime.id })}
          />
          <ActButton label={`Officer for ${name}`} onClick={() => onAct({ code: 'crime_officer', about: crime.id })} />
          {crime.victim_told === 'owed' && (
            <ActButton
              label={`Victim of ${name} told`}
              onClick={() => onAct({ code: 'crime_told', about: crime.id })}
            />
          )}
          <ActButton
            label={`Pass ${name} to another force`}
            onClick={() => onAct({ code: 'crime_transfer', about: crime.id })}
          />
          {maySupervise && (
            <ActButton label={`Take ${name} off`} onClick={() => onAct({ code: 'crime_cancel', about: crime.id })} />
          )}
        </p>
      )}
    </div>
  )
}

// Crime decisions owed with their clock, and the crimes decided.
export function CrimesSection(props: Props) {
  const { record, mayRecord, onAct } = props
  const owed = owedCrimes(record)
  const decided = decidedCrimes(record)
  const records = useQueries({ queries: decided.map((one) => crimeQuery(one.crime)) })
  return (
    <Section id="crimes" digit="9" title="Crimes" note={`${owed.length} owed, ${decided.length} decided`}>
      {owed.length === 0 && decided.length === 0 && <p className="quiet">No crime was told of.</p>}
      <ul className="plain-list">
        {owed.map((one) => (
          <li key={one.key}>
            <strong>Decision owed</strong> on {one.offences.join(', ')}; proposed: {plain(one.recording).toLowerCase()}.{' '}
            {one.due_at !== null && <DueBy at={one.due_at} />}
            {mayRecord && (
              <ActButton
                label={`Decide on ${one.offences.join(', ')}`}
                onClick={() => onAct({ code: 'crime', about: one.key })}
              />
            )}
          </li>
        ))}
        {decided.map((one, index) => {
          const found = records[index]
          return (
            <li key={one.crime}>
              {found?.data ? (
                <CrimeLine {...props} crime={found.data} />
              ) : found?.isError === true ? (
                <ProblemBox error={found.error} />
              ) : (
                <p>
                  {one.number ?? one.code}, {plain(one.state).toLowerCase()}
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
