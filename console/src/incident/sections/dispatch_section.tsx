import type { Policy } from '../../api/types.ts'
import { DispatchState } from '../../board/dispatch_state.tsx'
import { DueBy } from '../../common/due_by.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { plain, resourcingLabel } from '../../common/words.ts'
import type { Action } from '../actions.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { ownerName, personIn } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  policy: Policy | undefined
  mayDispatch: boolean
  mayDecide: boolean
  onAct: (action: Action) => void
}

// Who goes, the way from the dispatch to the scene, and which posts have been told.
export function DispatchSection({ record, policy, mayDispatch, mayDecide, onAct }: Props) {
  const reason = (code: string | null) =>
    code === null ? null : (policy?.working?.unit_reasons.find((one) => one.code === code)?.text ?? plain(code))
  return (
    <Section id="dispatch" digit="6" title="Units and dispatch" note={resourcingLabel(record.resourcing)}>
      <p>
        {record.dispatch === null ? (
          <span className="quiet">No dispatch.</span>
        ) : (
          <>
            <DispatchState dispatch={record.dispatch} acknowledgement={undefined} />
            {record.dispatch.voice === 'owed' && <strong> The spoken word beside it is owed.</strong>}
          </>
        )}
        {record.response_reduced && <strong> Those sent go without haste.</strong>}
      </p>
      {record.units.length > 0 && (
        <ul className="plain-list">
          {record.units.map((unit) => (
            <li key={unit.unit}>
              <strong>{unit.unit}</strong> {plain(unit.state).toLowerCase()} <Stamp at={unit.at} seconds />
              {mayDispatch && (
                <ActButton
                  label={`Report unit ${unit.unit}`}
                  onClick={() => onAct({ code: 'unit', about: unit.unit })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {record.chain.length > 0 && (
        <>
          <h3>Chain of dispatch</h3>
          <ol className="chain">
            {record.chain.map((step) => (
              <li key={`${step.at} ${step.step} ${step.unit ?? ''}`}>
                <strong>{plain(step.step)}</strong> <Stamp at={step.at} seconds />{' '}
                {step.unit !== null && <>unit {step.unit} </>}
                <span className="quiet">
                  {step.by === null ? 'the server' : personIn(step.by)}
                  {step.means !== null && `, heard by ${step.means}`}
                  {reason(step.reason_code) !== null && `: ${reason(step.reason_code)}`}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {record.escalations.length > 0 && (
        <>
          <h3>Escalations</h3>
          <ul className="plain-list">
            {record.escalations.map((one) => (
              <li key={one.id}>
                <strong>{ownerName(one.to, policy)}</strong> told <Stamp at={one.at} seconds />,{' '}
                {plain(one.condition).toLowerCase()}
                {one.times > 1 && `, ${one.times} times`}.{' '}
                {one.acknowledged_at === null ? (
                  <>
                    {one.acknowledge_by !== null && <DueBy at={one.acknowledge_by} verb="answer" />}
                    {one.passed_on && ' Passed on.'}
                    {mayDecide && (
                      <ActButton
                        label={`Acknowledge for ${ownerName(one.to, policy)}`}
                        onClick={() => onAct({ code: 'escalation', about: one.id })}
                      />
                    )}
                  </>
                ) : (
                  <>
                    Acknowledged by {personIn(one.acknowledged_by ?? '')} <Stamp at={one.acknowledged_at} />
                    {one.review_at !== null && (
                      <>
                        , comes back <Stamp at={one.review_at} />
                      </>
                    )}
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {record.deferrals.count > 0 && (
        <p>
          Put off {record.deferrals.count} times.
          {record.deferrals.review_at !== null && <DueBy at={record.deferrals.review_at} verb=" Looked at again" />}
        </p>
      )}
      {record.earlier_clocks.length > 0 && (
        <>
          <h3>Earlier clocks</h3>
          <ul className="plain-list">
            {record.earlier_clocks.map((one) => (
              <li key={one.from}>
                From <Stamp at={one.from} />, grade {one.grade ?? 'none'}, closed <Stamp at={one.closed_at} />:{' '}
                {plain(one.outcome)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
