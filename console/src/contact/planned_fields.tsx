import type { Policy } from '../api/types.ts'
import { lacksPlannedTime, mayBePlanned, type Draft } from './draft.ts'

interface Props {
  draft: Draft
  policy: Policy | undefined
  readOnly: boolean
  // Sending was tried without a time.
  asked: boolean
  onChange: (draft: Draft) => void
}

// A job for later: it stands behind everything that a contact of now needs, and is not there for an emergency.
export function PlannedFields({ draft, policy, readOnly, asked, onChange }: Props) {
  const kinds = policy?.day_one?.job_kinds ?? []
  if (kinds.length === 0 || !mayBePlanned(draft)) return null
  const { planned } = draft
  const lacking = asked && lacksPlannedTime(draft)
  return (
    <div className="field-pair">
      <div className="field">
        <label htmlFor="planned_kind">When does it become work?</label>
        <select
          id="planned_kind"
          value={planned?.kind ?? ''}
          onChange={(event) => {
            const kind = event.target.value
            if (!readOnly) onChange({ ...draft, planned: kind === '' ? null : { kind, at: planned?.at ?? '' } })
          }}
        >
          <option value="">Now</option>
          {kinds.map((one) => (
            <option key={one.code} value={one.code}>
              Later: {one.text}
            </option>
          ))}
        </select>
      </div>
      {planned !== null && (
        <div className="field">
          <label htmlFor="planned_at">From</label>
          <input
            id="planned_at"
            type="datetime-local"
            readOnly={readOnly}
            value={planned.at}
            aria-invalid={lacking ? 'true' : undefined}
            aria-describedby={lacking ? 'planned_hint planned_lacking' : 'planned_hint'}
            onChange={(event) => onChange({ ...draft, planned: { ...planned, at: event.target.value } })}
          />
          {lacking && (
            <p id="planned_lacking" className="field-error" role="alert">
              Say from when, or choose Now.
            </p>
          )}
        </div>
      )}
      {planned !== null && (
        <p id="planned_hint" className="hint planned-hint">
          Nobody is sent before this time, and every clock counts from it. It becomes work by itself then; at once where
          what comes to be known is urgent.
        </p>
      )}
    </div>
  )
}
