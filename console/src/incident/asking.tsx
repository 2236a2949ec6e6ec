import type { Approval, Policy } from '../api/types.ts'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import type { Asking } from './record_log.ts'
import { ownerName, personIn } from './timeline.ts'

interface Props {
  approval: Approval
  asking: Asking | null
  policy: Policy | undefined
}

// A lower grade as it was asked for: who, why, and the new assessment in their words.
export function AskingWords({ approval, asking, policy }: Props) {
  const reason = policy?.working?.lowering_reasons.find((one) => one.code === approval.reason_code)?.text
  return (
    <div className="asking">
      <p>
        <strong>
          Grade {approval.from} to {approval.to}
        </strong>
        , asked by {personIn(approval.requested_by)} <Stamp at={approval.requested_at} seconds />:{' '}
        {reason ?? plain(approval.reason_code)}. Needs {approval.needed === 1 ? 'one' : approval.needed} of{' '}
        {approval.posts.map((post) => ownerName(post, policy)).join(', ')}.
      </p>
      {asking?.rationale != null && <p className="timeline-words">{asking.rationale}</p>}
      {asking !== null && asking.thrive.length > 0 && (
        <dl className="pairs pairs-wide">
          {asking.thrive.map((one) => (
            <div key={one.heading}>
              <dt>
                {plain(one.heading)}: {one.level}
              </dt>
              <dd>{one.text ?? <span className="quiet">The words are not for your role.</span>}</dd>
            </div>
          ))}
        </dl>
      )}
      {asking?.condition != null && <p>Only while: {asking.condition}</p>}
      {approval.check_by !== null && (
        <p>
          To be confirmed by <Stamp at={approval.check_by} />
        </p>
      )}
    </div>
  )
}
