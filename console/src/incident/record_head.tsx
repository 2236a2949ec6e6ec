import type { Policy } from '../api/types.ts'
import { ClockBar } from '../board/clock_bar.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import { nameOf, scaleOf } from '../common/grades.ts'
import { Stamp } from '../common/stamp.tsx'
import { channelLabel, plain } from '../common/words.ts'
import { addressOf } from '../shell/route.ts'
import type { Action } from './actions.ts'
import { needKey, needText } from './day_one_forms.ts'
import type { IncidentRecord } from './stands_open.ts'
import { pathwayText } from './timeline.ts'

interface Props {
  record: IncidentRecord
  policy: Policy | undefined
  mayChange: boolean
  onAct: (action: Action) => void
}

const unsaid = <span className="quiet">not given</span>

// Grade, clock, place and caller: what has to be seen first.
export function RecordHead({ record, policy, mayChange, onAct }: Props) {
  const scale = scaleOf(policy)
  const { personal } = record
  const needs = record.needs ?? []
  const caller = [personal?.caller_name, personal?.caller_phone].filter(Boolean).join(', ')
  return (
    <div className="record-head">
      <GradeBadge grade={record.grade} scale={scale} state={record.grade_state} size="large" />
      <div className="record-grade">
        <p className="proposed-name">
          {nameOf(scale, record.grade)}{' '}
          {record.grade_state !== 'ungraded' && (
            <span className={`grade-state grade-state-${record.grade_state}`}>{record.grade_state}</span>
          )}{' '}
          {record.status !== 'open' && <strong className="record-status">{plain(record.status)}</strong>}
        </p>
        {record.status === 'open' && <ClockBar card={{ ...record, contacts: record.contacts.length }} />}
        {record.approval !== null && <p className="due-late">A lower grade waits for approval.</p>}
        {record.joined_to !== null && (
          <p>
            Joined to{' '}
            <a href={addressOf({ screen: 'incident', incident: record.joined_to })}>the incident that survives it</a>.
          </p>
        )}
        {record.planned?.active === false && (
          <p>
            Planned: becomes work <Stamp at={record.planned.active_from} />.
          </p>
        )}
      </div>
      <dl className="pairs">
        <dt>Where</dt>
        <dd>
          {personal?.location_text ?? unsaid}
          {record.district !== null && `, ${record.district}`}
        </dd>
        <dt>Received</dt>
        <dd>
          <Stamp at={record.received_at} seconds /> by {channelLabel(record.channel)}
        </dd>
        <dt>Caller</dt>
        <dd>{caller === '' ? unsaid : caller}</dd>
        <dt>Pathway</dt>
        <dd>{pathwayText(record.pathway, policy)}</dd>
      </dl>
      {needs.length > 0 && (
        <div className="record-needs">
          <p id="record_needs">To be understood they need</p>
          <ul aria-labelledby="record_needs">
            {needs.map((need) => (
              <li key={needKey(need)}>
                <strong>{needText(need, policy)}</strong>
                {mayChange && record.status === 'open' && (
                  <button
                    type="button"
                    className="button-quiet"
                    onClick={() => onAct({ code: 'need_back', about: needKey(need) })}
                  >
                    Take back<span className="visually-hidden">: {needText(need, policy)}</span>
                  </button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {record.flags.length > 0 && (
        <ul className="flags" aria-label="Flags">
          {record.flags.map((flag) => (
            <li key={flag} className="flag" title={flag}>
              {policy?.flags.find((one) => one.flag === flag)?.text ?? plain(flag)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
