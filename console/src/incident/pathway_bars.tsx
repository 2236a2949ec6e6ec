import type { Pathways, Policy } from '../api/types.ts'
import { remedyInWords, type Value } from '../common/form.ts'
import type { Action } from './actions.ts'
import { RemedyButton } from './open_list.tsx'
import { ownerName } from './timeline.ts'

interface Props {
  pathways: Pathways | undefined
  chosen: Value | undefined
  policy: Policy | undefined
  onAct: (action: Action) => void
}

interface Bar {
  pointer: string
  code: string
  detail: string
  remedy: string
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export function barsOf(because: readonly Record<string, unknown>[]): Bar[] {
  return because.map((one) => ({
    pointer: text(one.pointer),
    code: text(one.code),
    detail: text(one.detail),
    remedy: text(one.remedy),
  }))
}

export function BarList({ bars, onAct }: { bars: readonly Bar[]; onAct: (action: Action) => void }) {
  return (
    <ul className="open-list">
      {bars.map((one) => (
        <li key={`${one.pointer} ${one.code}`}>
          {one.detail} <span className="quiet">{remedyInWords(one.remedy)}</span>{' '}
          <RemedyButton pointer={one.pointer} onAct={onAct} />
        </li>
      ))}
    </ul>
  )
}

// Why the pathway that is chosen is barred or needs somebody's word, before it is sent.
export function PathwayBars({ pathways, chosen, policy, onAct }: Props) {
  const one = pathways?.pathways.find((pathway) => pathway.pathway === chosen)
  if (one === undefined || one.standing === 'offered') {
    return one?.say_to_caller == null ? null : <p className="note-box">Say to the caller: {one.say_to_caller}</p>
  }
  return (
    <div className="note-box" role="status">
      <p>
        <strong>{one.standing === 'barred' ? 'Barred here.' : 'Needs the word of an authority first.'}</strong>
        {one.authorities.length > 0 && <> {one.authorities.map((post) => ownerName(post, policy)).join(' or ')}.</>}
      </p>
      <BarList bars={barsOf(one.because)} onAct={onAct} />
      {one.standing === 'needs_authority' && (
        <button type="button" className="button-quiet" onClick={() => onAct({ code: 'authority', about: one.pathway })}>
          Record what the authority says
        </button>
      )}
    </div>
  )
}
