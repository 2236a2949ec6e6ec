import { useState } from 'react'
import type { FactDefinition } from '../api/types.ts'

interface Props {
  vocabulary: readonly FactDefinition[]
  onAsk: (fact: string) => void
}

// A question that the policy would not ask next: any fact there is, found by its words.
export function AskAnything({ vocabulary, onAsk }: Props) {
  const [typed, setTyped] = useState('')
  const found = vocabulary.find((one) => (one.text ?? one.fact).toLowerCase() === typed.trim().toLowerCase())
  return (
    <form
      className="ask-anything"
      onSubmit={(event) => {
        event.preventDefault()
        if (!found) return
        onAsk(found.fact)
        setTyped('')
      }}
    >
      <div className="field">
        <label htmlFor="ask_anything">Ask about something else</label>
        <input
          id="ask_anything"
          list="ask_anything_list"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <datalist id="ask_anything_list">
          {vocabulary.map((one) => (
            <option key={one.fact} value={one.text ?? one.fact} />
          ))}
        </datalist>
      </div>
      <button type="submit" className="button" aria-disabled={found === undefined}>
        Ask
      </button>
    </form>
  )
}
