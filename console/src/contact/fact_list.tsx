import { plain, valueInWords } from '../common/words.ts'
import type { Draft } from './draft.ts'

interface Props {
  draft: Draft
  onRemove: (fact: string) => void
  note?: React.ReactNode
}

// The facts given so far, the newest last; each can be taken back.
export function FactList({ draft, onRemove, note }: Props) {
  if (draft.order.length === 0) return null
  return (
    <section className="facts" aria-label="Facts given">
      <ul>
        {draft.order.map((fact) => {
          const known = fact in draft.facts
          return (
            <li key={fact} className={known ? 'fact' : 'fact fact-unknown'}>
              <span>
                {plain(fact)}: <strong>{known ? valueInWords(draft.facts[fact]) : 'not known'}</strong>
              </span>
              <button type="button" className="fact-remove" onClick={() => onRemove(fact)}>
                <span aria-hidden="true">×</span>
                <span className="visually-hidden">Take back {plain(fact)}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {note !== undefined && <p className="hint">{note}</p>}
    </section>
  )
}
