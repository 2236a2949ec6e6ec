import type { LogEvent, Policy } from '../../api/types.ts'
import { GradeBadge } from '../../common/grade_badge.tsx'
import { scaleOf } from '../../common/grades.ts'
import { Stamp } from '../../common/stamp.tsx'
import { Thrive } from '../../common/thrive.tsx'
import { plain, valueInWords } from '../../common/words.ts'
import { differences } from '../differences.ts'
import { assessmentsIn } from '../record_log.ts'
import type { IncidentRecord } from '../stands_open.ts'
import { pathwayText, personIn } from '../timeline.ts'
import { Section } from './section.tsx'

interface Props {
  record: IncidentRecord
  events: readonly LogEvent[]
  policy: Policy | undefined
}

const marks = { more: '+', less: '−', other: '·' } as const

// The assessment that stands with its reasons, and each one before it with what changed.
export function AssessmentsSection({ record, events, policy }: Props) {
  const scale = scaleOf(policy)
  const all = assessmentsIn(events)
  const { assessment } = record
  return (
    <Section id="assessments" digit="4" title="Assessments" note={`${all.length} over time`}>
      {assessment === null ? (
        <p className="quiet">Not assessed.</p>
      ) : (
        <>
          <ul className="reasons">
            {assessment.reasons.map((reason) => (
              <li key={`${reason.decision} ${reason.rule}`}>
                {reason.grade !== null && <GradeBadge grade={reason.grade} scale={scale} />}
                <span>
                  {reason.text} <code title={reason.source}>{reason.rule}</code>
                </span>
              </li>
            ))}
          </ul>
          {assessment.reasons.length === 0 && <p className="quiet">No rule has fired on what is known.</p>}
          <Thrive thrive={assessment.thrive} />
          {assessment.unknown.length > 0 && (
            <p className="quiet">Not known: {assessment.unknown.map(plain).join(', ')}.</p>
          )}
          {assessment.what_would_lower != null && (
            <p className="quiet">
              Would be grade {assessment.what_would_lower.grade ?? 'none'} if:{' '}
              {assessment.what_would_lower.changes
                .map((one) => `${plain(one.fact).toLowerCase()} were ${valueInWords(one.to)}`)
                .join(' and ')}
              .
            </p>
          )}
          {record.suggested_grade !== null && (
            <p className="note-box">
              The facts now propose grade {record.suggested_grade}. It changes nothing until somebody asks for it.
            </p>
          )}
        </>
      )}
      <h3>Over time</h3>
      <ol className="timeline">
        {all.toReversed().map((one) => {
          const before = all[all.indexOf(one) - 1]
          const changed = before ? differences(before.assessment, one.assessment, policy) : []
          return (
            <li key={one.version}>
              <Stamp at={one.at} seconds />
              <div>
                <p>
                  Proposed:{' '}
                  {one.assessment.proposed_grade === null ? 'no grade' : `grade ${one.assessment.proposed_grade}`}
                  {one.applied !== null && <>; grade {one.applied} came into force</>}.{' '}
                  {pathwayText(one.assessment.pathway, policy)}{' '}
                  <span className="quiet">
                    {personIn(one.by)}, {one.assessment.policy.pack} {one.assessment.policy.version}
                  </span>
                </p>
                {before === undefined ? (
                  <p className="quiet">The first: {one.assessment.reasons.map((reason) => reason.text).join(' ')}</p>
                ) : changed.length === 0 ? (
                  <p className="quiet">Nothing else than before.</p>
                ) : (
                  <ul className="differences">
                    {changed.map((difference) => (
                      <li key={difference.text} className={`difference-${difference.kind}`}>
                        <span aria-hidden="true">{marks[difference.kind]}</span> {difference.text}
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </li>
          )
        })}
      </ol>
      <h3>Grades</h3>
      <ol className="plain-list">
        {record.grade_history.map((one) => (
          <li key={`${one.at} ${one.grade ?? ''} ${one.state}`}>
            <Stamp at={one.at} seconds /> {one.grade === null ? 'Ungraded' : `Grade ${one.grade}`}, {one.state}
            {one.previous !== null && one.previous !== one.grade && `, was ${one.previous}`}{' '}
            <span className="quiet">{personIn(one.by)}</span>
            {one.rationale != null && <p className="timeline-words">{one.rationale}</p>}
          </li>
        ))}
      </ol>
    </Section>
  )
}
