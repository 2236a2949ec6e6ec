import type { Assessment, Policy } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { isMoreUrgent, nameOf, rankOf, scaleOf, type Scale } from '../common/grades.ts'
import { Thrive } from '../common/thrive.tsx'
import { plain, valueInWords } from '../common/words.ts'
import type { Draft } from './draft.ts'
import type { Assessed } from './use_assessment.ts'

interface Props {
  draft: Draft
  assessed: Assessed
  policy: Policy | undefined
  onChange: (draft: Draft) => void
  // What is known of the caller, above the proposal.
  children?: React.ReactNode
}

function rangeInWords(assessment: Assessment, scale: Scale): string {
  const { proposed_grade: proposed, most_urgent_possible: most, least_urgent_possible: least } = assessment
  if (most !== null && most === least && most === proposed) return 'No answer still to come changes this.'
  const parts: string[] = []
  if (most !== null && (proposed === null || isMoreUrgent(scale, most, proposed))) {
    parts.push(`as urgent as grade ${most}`)
  }
  if (least !== null && proposed !== null && isMoreUrgent(scale, proposed, least))
    parts.push(`as low as grade ${least}`)
  return parts.length === 0 ? '' : `On what is not known it could still be ${parts.join(', or ')}.`
}

// The whole scale in a row: the proposal solid, what is still possible lined out, the rest faint.
function RangeStrip({ assessment, scale }: { assessment: Assessment; scale: Scale }) {
  const { proposed_grade: proposed, most_urgent_possible: most, least_urgent_possible: least } = assessment
  const from = most === null ? 0 : rankOf(scale, most)
  const to = least === null ? scale.length - 1 : rankOf(scale, least)
  return (
    <ol className="range" aria-label="Grades still possible">
      {scale.map((entry, index) => {
        const possible = index >= from && index <= to
        const state = entry.grade === proposed ? 'proposed' : possible ? 'possible' : 'not possible'
        return (
          <li
            key={entry.grade}
            className={`range-cell range-${state.replace(' ', '-')}`}
            title={`${entry.name}: ${state}`}
          >
            {entry.grade}
            <span className="visually-hidden"> {state}</span>
          </li>
        )
      })}
    </ol>
  )
}

function OwnGrade({
  draft,
  assessment,
  scale,
  onChange,
}: {
  draft: Draft
  assessment: Assessment | null
  scale: Scale
  onChange: Props['onChange']
}) {
  const proposed = assessment?.proposed_grade ?? null
  const lower = draft.grade !== null && proposed !== null && isMoreUrgent(scale, proposed, draft.grade)
  return (
    <fieldset className="own-grade">
      <legend>
        Your grade <kbd>Alt 1–{scale.length}</kbd>
      </legend>
      <div className="segments">
        <label>
          <input
            type="radio"
            name="own_grade"
            checked={draft.grade === null}
            onChange={() => onChange({ ...draft, grade: null })}
          />
          <span>As proposed</span>
        </label>
        {scale.map((entry) => (
          <label key={entry.grade} title={entry.name}>
            <input
              type="radio"
              name="own_grade"
              checked={draft.grade === entry.grade}
              onChange={() => onChange({ ...draft, grade: entry.grade })}
            />
            <span>{entry.grade}</span>
          </label>
        ))}
      </div>
      {lower && (
        <div className="field">
          <label htmlFor="rationale">Less urgent than proposed. Why, in your own words?</label>
          <textarea
            id="rationale"
            rows={2}
            maxLength={4000}
            value={draft.rationale}
            onChange={(event) => onChange({ ...draft, rationale: event.target.value })}
          />
        </div>
      )}
    </fieldset>
  )
}

// The least that would have to be otherwise for a less urgent grade: said, so that nobody needs to guess what to check.
function WhatLowers({ lowering, scale }: { lowering: Assessment['what_would_lower']; scale: Scale }) {
  if (lowering === null || lowering === undefined || lowering.changes.length === 0) return null
  return (
    <p className="quiet what-lowers">
      Less urgent (<GradeBadge grade={lowering.grade} scale={scale} />) only with{' '}
      {lowering.changes
        .map((change) => `${plain(change.fact).toLowerCase()}: ${valueInWords(change.to)}`)
        .join(' and ')}
      {lowering.exact ? '.' : ', or with less: not all was tried.'}
    </p>
  )
}

// What to tell the caller while still talking: first what an answer calls for, then the promise of the grade.
function SayNow({ assessment, policy }: { assessment: Assessment; policy: Policy | undefined }) {
  const promise = policy?.grades.find((one) => one.grade === assessment.proposed_grade)?.say_to_caller ?? ''
  const instructions = assessment.instructions ?? []
  if (instructions.length === 0 && promise === '') return null
  return (
    <section className="say-now" aria-labelledby="say_now_title">
      <h2 id="say_now_title">Tell the caller</h2>
      <ul>
        {instructions.map((instruction) => (
          <li key={`${instruction.fact} ${valueInWords(instruction.value)}`}>
            <strong>{instruction.text}</strong>
          </li>
        ))}
        {promise !== '' && (
          <li>
            {promise} <span className="quiet">(said when it is sent)</span>
          </li>
        )}
      </ul>
    </section>
  )
}

export function Details({
  assessment,
  policy,
  scale,
}: {
  assessment: Assessment
  policy: Policy | undefined
  scale: Scale
}) {
  const flagText = (flag: string) => policy?.flags.find((one) => one.flag === flag)?.text ?? plain(flag)
  const pathway = policy?.pathways.find((one) => one.pathway === assessment.pathway)?.text
  return (
    <>
      <h3>Why</h3>
      {assessment.reasons.length === 0 ? (
        <p className="quiet">No rule has fired on what is known.</p>
      ) : (
        <ul className="reasons">
          {assessment.reasons.map((reason) => (
            <li key={`${reason.decision} ${reason.rule}`}>
              {reason.grade !== null && <GradeBadge grade={reason.grade} scale={scale} />}
              <span>
                {reason.text} <code title={`Table ${reason.decision}`}>{reason.rule}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
      {assessment.what_would_change.length > 0 && (
        <>
          <h3>What would change it</h3>
          <ul className="changes">
            {assessment.what_would_change.slice(0, 6).map((change) => (
              <li key={`${change.fact} ${valueInWords(change.to)}`}>
                {plain(change.fact)}: {valueInWords(change.to)}
                <GradeBadge grade={change.grade} scale={scale} />
              </li>
            ))}
          </ul>
        </>
      )}
      <WhatLowers lowering={assessment.what_would_lower} scale={scale} />
      {assessment.exclusions.length > 0 && (
        <>
          <h3>Bars closing without a visit</h3>
          <ul className="plain-list">
            {assessment.exclusions.map((exclusion) => (
              <li key={exclusion.code}>
                {exclusion.text} <code>{exclusion.code}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>THRIVE</h3>
      <Thrive thrive={assessment.thrive} />
      {(assessment.pathway !== null || assessment.flags.length > 0) && (
        <>
          <h3>Pathway and flags</h3>
          {assessment.pathway !== null && <p className="pathway">{pathway ?? plain(assessment.pathway)}</p>}
          <ul className="flags">
            {assessment.flags.map((flag) => (
              <li key={flag} className="flag" title={flag}>
                {flagText(flag)}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="quiet policy-name">
        Policy {assessment.policy.pack} {assessment.policy.version}{' '}
        <span title={assessment.policy.sha256}>{assessment.policy.sha256.slice(0, 8)}</span>
      </p>
    </>
  )
}

export function Proposal({ draft, assessed, policy, onChange, children }: Props) {
  const { assessment, pending, problem } = assessed
  const scale = scaleOf(policy)
  const proposed = assessment?.proposed_grade ?? null
  const words =
    assessment === null
      ? ''
      : proposed === null
        ? 'No grade proposed. You choose.'
        : `Proposed: grade ${proposed}, ${nameOf(scale, proposed)}.`
  return (
    <aside className="proposal" aria-labelledby="proposal_title" aria-busy={pending}>
      {children}
      <h2 id="proposal_title">Proposed grade</h2>
      <p className="visually-hidden" role="status">
        {words}
      </p>
      {problem !== null && (
        <p className="note-box">
          {problem.message}. {problem.detail} The grade is proposed again when you send.
          {problem.requestId !== null && <code> {problem.requestId}</code>}
        </p>
      )}
      {assessment === null ? (
        problem === null && <p className="quiet">Loading…</p>
      ) : (
        <>
          <div className="proposed" data-grade={proposed ?? 'none'}>
            <GradeBadge grade={proposed} scale={scale} size="large" />
            <div>
              <p className="proposed-name">{proposed === null ? 'You choose the grade' : nameOf(scale, proposed)}</p>
              <p className="quiet">{rangeInWords(assessment, scale)}</p>
            </div>
          </div>
          <RangeStrip assessment={assessment} scale={scale} />
          {assessment.range_exact === false && (
            <p className="quiet">
              Too much is unknown to try it all: the range may be narrower than shown, never wider.
            </p>
          )}
          <SayNow assessment={assessment} policy={policy} />
        </>
      )}
      <OwnGrade draft={draft} assessment={assessment} scale={scale} onChange={onChange} />
      {assessment !== null && <Details assessment={assessment} policy={policy} scale={scale} />}
    </aside>
  )
}
