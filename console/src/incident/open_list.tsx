import type { Fault } from '../common/form.ts'
import { remedyInWords } from '../common/form.ts'
import { remedyFor, remedyLabel, type Action } from './actions.ts'

interface Props {
  open: readonly Fault[]
  onAct: (action: Action) => void
}

export function RemedyButton({ pointer, onAct }: { pointer: string; onAct: (action: Action) => void }) {
  const action = remedyFor(pointer)
  if (action === null) return null
  const fact = action.code === 'facts' ? action.about : undefined
  return (
    <>
      <button type="button" className="button-quiet" onClick={() => onAct(action)}>
        {remedyLabel(action)}
      </button>
      {fact !== undefined && (
        <button
          type="button"
          className="button-quiet"
          onClick={() => onAct({ code: 'not_establishable', about: fact })}
        >
          Nobody can say
        </button>
      )}
    </>
  )
}

// What stands open, each with what ends it.
export function OpenList({ open, onAct }: Props) {
  if (open.length === 0) return <p>Nothing stands open that the record shows.</p>
  return (
    <ul className="open-list">
      {open.map((one) => (
        <li key={`${one.pointer} ${one.code}`}>
          {one.detail} <span className="quiet">{remedyInWords(one.remedy ?? '')}</span>{' '}
          <RemedyButton pointer={one.pointer} onAct={onAct} />
        </li>
      ))}
    </ul>
  )
}
