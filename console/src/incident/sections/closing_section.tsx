import type { LogEvent, Policy } from '../../api/types.ts'
import { ProblemBox } from '../../common/problem_box.tsx'
import { Stamp } from '../../common/stamp.tsx'
import { plain } from '../../common/words.ts'
import type { Action } from '../actions.ts'
import { appointmentKind } from '../appointment_forms.ts'
import { nsirText } from '../day_one_forms.ts'
import { OpenList } from '../open_list.tsx'
import { BarList, barsOf } from '../pathway_bars.tsx'
import { useMajorIncident, usePathways } from '../record_api.ts'
import { standsOpen, type IncidentRecord } from '../stands_open.ts'
import { outcomeText, ownerName, personIn } from '../timeline.ts'
import { ActButton, Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  events: readonly LogEvent[]
  policy: Policy | undefined
  mayClose: boolean
  mayWork: boolean
  mayDeclare: boolean
  onAct: (action: Action) => void
}

function Major({ record, mayDeclare, onAct }: Pick<Props, 'record' | 'mayDeclare' | 'onAct'>) {
  const major = useMajorIncident(record.major_incident)
  if (record.major_incident === null) return null
  const methane = Object.entries((major.data?.personal?.methane ?? {}) as Record<string, unknown>)
  return (
    <div className="note-box">
      <p>
        <strong>Major incident{major.data ? `: ${major.data.name}` : ''}</strong>
        {major.data && (
          <>
            , declared by {personIn(major.data.declared_by)} <Stamp at={major.data.declared_at} />.{' '}
            {major.data.contacts_joined} contacts joined, {major.data.contacts_left_out} left out, callers told{' '}
            {major.data.updates} times.
          </>
        )}
      </p>
      {major.isError && <ProblemBox error={major.error} />}
      {methane.length > 0 && (
        <dl className="pairs pairs-wide">
          {methane.map(([part, words]) => (
            <div key={part}>
              <dt>{plain(part)}</dt>
              <dd>{String(words)}</dd>
            </div>
          ))}
        </dl>
      )}
      {mayDeclare && (
        <>
          <ActButton
            label="What callers were told"
            onClick={() => onAct({ code: 'major_update', about: record.major_incident ?? '' })}
          />
          <ActButton
            label="Stand it down"
            onClick={() => onAct({ code: 'major_stand_down', about: record.major_incident ?? '' })}
          />
        </>
      )}
    </div>
  )
}

function Codes({ record, policy, mayCode, onAct }: Pick<Props, 'record' | 'policy' | 'onAct'> & { mayCode: boolean }) {
  if (policy?.nsir === undefined && record.nsir === null) return null
  const { nsir } = record
  const textOf = (list: readonly { code: string; text: string }[] | undefined, code: string) =>
    list?.find((one) => one.code === code)?.text ?? plain(code)
  const category = (code: string | null | undefined) =>
    code == null ? <span className="quiet">not set</span> : nsirText(code, policy)
  return (
    <>
      <h3>Codes</h3>
      {nsir === null && <p className="quiet">Nobody has coded it yet.</p>}
      {nsir !== null && (
        <dl className="pairs">
          <dt>Opened as</dt>
          <dd>{category(nsir.opening)}</dd>
          <dt>Closed as</dt>
          <dd>{category(nsir.closing)}</dd>
          <dt>Disposal</dt>
          <dd>{nsir.disposal === null ? category(null) : textOf(policy?.nsir?.disposals, nsir.disposal)}</dd>
          <dt>Qualifiers</dt>
          <dd>
            {nsir.qualifiers.length === 0
              ? 'none'
              : nsir.qualifiers.map((code) => textOf(policy?.nsir?.qualifiers, code)).join(', ')}{' '}
            <span className="quiet">
              {personIn(nsir.by)} <Stamp at={nsir.at} />
            </span>
          </dd>
        </dl>
      )}
      {mayCode && <ActButton label="Set the codes" onClick={() => onAct({ code: 'codes' })} />}
    </>
  )
}

// How it can end: what stands open, which pathways are offered and why others are not, appointments, closings.
export function ClosingSection({ record, events, policy, mayClose, mayWork, mayDeclare, onAct }: Props) {
  const open = record.status === 'open'
  const pathways = usePathways(record.id, record.version, open)
  const standings = pathways.data?.pathways ?? []
  const appointments = record.screening?.appointments ?? []
  return (
    <Section id="closing" digit="0" title="Resolving and closing" note={plain(record.status)}>
      <Major record={record} mayDeclare={mayDeclare} onAct={onAct} />
      {record.closing !== null && (
        <p className="note-box">
          Closed by {personIn(record.closing.by)} <Stamp at={record.closing.at} />:{' '}
          {outcomeText(record.closing.outcome, policy)}.
        </p>
      )}
      {open && (
        <>
          <h3>What stands open</h3>
          <OpenList open={standsOpen(record, events, policy)} onAct={onAct} />
          <h3>Pathways</h3>
          {pathways.isError && <ProblemBox error={pathways.error} />}
          <ul className="plain-list">
            {standings.map((one) => (
              <li key={one.pathway}>
                <details>
                  <summary>
                    <strong>
                      {one.standing === 'offered'
                        ? 'Offered'
                        : one.standing === 'barred'
                          ? 'Barred'
                          : 'Needs an authority'}
                    </strong>
                    : {one.text}
                    {pathways.data?.proposed === one.pathway && ' (proposed)'}
                  </summary>
                  <BarList bars={barsOf(one.because)} onAct={onAct} />
                  {one.authorities.length > 0 && (
                    <p className="quiet">
                      May agree: {one.authorities.map((post) => ownerName(post, policy)).join(', ')}.
                    </p>
                  )}
                  {mayClose && one.standing === 'offered' && (
                    <ActButton
                      label={`Resolve by: ${one.text}`}
                      onClick={() => onAct({ code: 'pathway', about: one.pathway })}
                    />
                  )}
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
      <Codes record={record} policy={policy} mayCode={open && mayClose} onAct={onAct} />
      {appointments.length > 0 && (
        <>
          <h3>Appointments</h3>
          <ul className="plain-list">
            {appointments.map((one) => (
              <li key={one.id}>
                {appointmentKind(one.kind, policy)} <Stamp at={one.starts_at} /> to <Stamp at={one.ends_at} />:{' '}
                {plain(one.state).toLowerCase()}
                {mayWork && (one.state === 'booked' || one.state === 'reminded') && (
                  <>
                    <ActButton
                      label="What became of it"
                      onClick={() => onAct({ code: 'appointment_result', about: one.id })}
                    />
                    <ActButton label="Move it" onClick={() => onAct({ code: 'appointment_move', about: one.id })} />
                    <ActButton label="Cancel it" onClick={() => onAct({ code: 'appointment_cancel', about: one.id })} />
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
