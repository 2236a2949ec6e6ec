import { useState } from 'react'
import type { FactDefinition } from '../api/types.ts'
import { searchFacts, type Candidate } from './vocabulary.ts'

interface Props {
  vocabulary: readonly FactDefinition[]
  onPick: (candidate: Candidate) => void
}

// A combobox over the policy's vocabulary (ARIA 1.2 pattern: the focus stays in the field).
export function FactSearch({ vocabulary, onPick }: Props) {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = searchFacts(vocabulary, query)
  const chosen = found[Math.min(at, found.length - 1)]

  const pick = (candidate: Candidate) => {
    onPick(candidate)
    setQuery('')
    setAt(0)
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Escape' && query !== '') setQuery('')
    else if (event.key === 'Enter' && chosen) pick(chosen)
    else return
    event.preventDefault()
  }

  return (
    <div className="field fact-search">
      <label htmlFor="fact_search">Add a fact</label>
      <input
        id="fact_search"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls="fact_options"
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `fact_option_${chosen.id}` : undefined}
        aria-describedby="fact_hint"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setQuery('')}
      />
      <span id="fact_hint" className="hint">
        {query.trim() !== '' && found.length === 0
          ? 'No fact of the policy fits'
          : 'Such as “weapon seen” or “casualties 2”'}
      </span>
      <ul id="fact_options" role="listbox" aria-label="Facts" hidden={found.length === 0}>
        {found.map((candidate) => (
          // The field has the focus and the keys; the pointer is the other way to choose.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={candidate.id}
            id={`fact_option_${candidate.id}`}
            role="option"
            aria-selected={candidate === chosen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(candidate)}
          >
            {candidate.label}
          </li>
        ))}
      </ul>
    </div>
  )
}
