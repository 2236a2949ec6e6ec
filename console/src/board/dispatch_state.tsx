import type { Dispatch } from '../api/types.ts'
import type { Acknowledgement } from '../live/connection.ts'
import { Stamp } from '../common/stamp.tsx'
import { span } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'

interface Props {
  dispatch: Dispatch
  // What became of this console's own acknowledgement, while the card does not say so itself.
  acknowledgement: Acknowledgement | undefined
}

export function whoIn(actor: string): string {
  return actor.replace(/^(user|key):/, '')
}

export function DispatchState({ dispatch, acknowledgement }: Props) {
  const now = useNow()
  if (dispatch.state === 'stood_down') return <span className="quiet">Stood down</span>
  if (dispatch.state === 'acknowledged') {
    return (
      <span className="dispatch dispatch-acknowledged">
        Acknowledged {dispatch.acknowledged_by !== null && <>by {whoIn(dispatch.acknowledged_by)} </>}
        {dispatch.acknowledged_at !== null && <Stamp at={dispatch.acknowledged_at} seconds />}
      </span>
    )
  }
  if (acknowledgement?.state === 'sending') return <span className="dispatch dispatch-sending">Acknowledging…</span>
  if (acknowledgement) {
    return <span className="dispatch dispatch-overdue">{acknowledgement.detail ?? 'Not acknowledged'}</span>
  }
  const late = now - Date.parse(dispatch.acknowledge_by)
  if (dispatch.state === 'overdue' || late > 0) {
    return <span className="dispatch dispatch-overdue">Not acknowledged, {span(late)} late</span>
  }
  return <span className="dispatch dispatch-pushed">Acknowledge in {span(late)}</span>
}
