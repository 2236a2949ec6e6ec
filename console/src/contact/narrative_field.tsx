import { useRef } from 'react'
import type { Policy } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf } from '../common/grades.ts'
import { plain, valueInWords } from '../common/words.ts'
import { cueWords, segmentsOf, type Cue } from './cues.ts'

interface Props {
  narrative: string
  // What the cues were read from: the narrative as it was when it was last assessed.
  assessed: string
  cues: readonly Cue[]
  policy: Policy | undefined
  readOnly: boolean
  missing: boolean
  onChange: (narrative: string) => void
}

const shownAtOnce = 4

// The words that mean something are marked in place and listed with their question. A field can not mark its own text,
// so the same text lies behind it, with marks; that copy is hidden from screen readers, which have the list.
export function NarrativeField({ narrative, assessed, cues, policy, readOnly, missing, onChange }: Props) {
  const behind = useRef<HTMLDivElement>(null)
  const listed = cueWords(assessed, cues)
  const questionOf = (fact: string) => policy?.questions.find((question) => question.fact === fact)?.text ?? plain(fact)
  return (
    <div className="field">
      <label htmlFor="narrative">What is happening?</label>
      <div className="narrative">
        <div className="narrative-marks" aria-hidden="true" ref={behind}>
          {segmentsOf(narrative, assessed, cues).map((segment, index) =>
            segment.cue === null ? (
              segment.text
            ) : (
              <mark key={index} className={segment.cue.answered ? 'cue cue-answered' : 'cue'}>
                {segment.text}
              </mark>
            ),
          )}
          {'\n'}
        </div>
        <textarea
          id="narrative"
          rows={4}
          maxLength={20000}
          readOnly={readOnly}
          aria-invalid={missing}
          aria-describedby={missing ? 'narrative_missing' : undefined}
          value={narrative}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (behind.current) behind.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      {missing && (
        <p id="narrative_missing" className="field-error" role="alert">
          Write what the caller said
        </p>
      )}
      {listed.length > 0 && (
        <ul className="cues" aria-label="Words to ask about">
          {listed.slice(0, shownAtOnce).map(({ cue, words }) => (
            <li key={`${cue.cue} ${cue.fact}`} className={cue.answered ? 'cue-line cue-line-answered' : 'cue-line'}>
              <q>{words.join(', ')}</q>
              <span>
                {cue.answered
                  ? `${plain(cue.fact)} is answered`
                  : `may mean ${plain(cue.fact).toLowerCase()}: ${valueInWords(cue.value)}. Ask: ${questionOf(cue.fact)}`}
              </span>
              {!cue.answered && cue.effect === 'floor' && cue.floor !== null && (
                <span className="quiet">
                  holds it at <GradeBadge grade={cue.floor} scale={scaleOf(policy)} /> till answered
                </span>
              )}
            </li>
          ))}
          {listed.length > shownAtOnce && <li className="quiet">and {listed.length - shownAtOnce} more</li>}
        </ul>
      )}
    </div>
  )
}
