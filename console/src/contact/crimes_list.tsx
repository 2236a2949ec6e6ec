import { Stamp } from '../common/stamp.tsx'
import type { CrimeProposal } from './contact_api.ts'

const recordings: Record<CrimeProposal['recording'], string> = {
  record: 'recorded at once',
  crime_related: 'crime related until the victim confirms it',
  n100: 'N100, a reported incident of rape',
  national: 'counted by the national service',
  other_force: 'passed to another force',
}

// The crimes that were told of. They are proposals: a person decides on each on the incident's record.
export function CrimesList({ crimes }: { crimes: readonly CrimeProposal[] }) {
  if (crimes.length === 0) return null
  return (
    <section aria-labelledby="crimes_title">
      <h2 id="crimes_title">Crimes told of</h2>
      <ul className="plain-list">
        {crimes.map((crime) => (
          <li key={crime.key}>
            <strong>
              {crime.principal} {crime.title}
            </strong>
            , {recordings[crime.recording]}
            {crime.included.length > 0 && `, with ${crime.included.join(', ')} inside`}
            <br />
            <span className="quiet">
              {crime.reason} {crime.order_uncertain && 'Which offence leads needs your eye. '}
              {crime.alternatives.length > 0 && `Weigh against ${crime.alternatives.join(', ')}. `}
              {crime.decision_due_at !== null && (
                <>
                  Decide by <Stamp at={crime.decision_due_at} />.
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
