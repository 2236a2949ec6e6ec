import type { Outcome } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { outcomes } from '../common/words.ts'
import { isPlain } from '../shell/keys.ts'

interface Props {
  onChoose: (outcome: Outcome) => void
  onClose: () => void
}

// Two keys end a contact that needs no incident: F8 and the outcome's letter.
export function OutcomeMenu({ onChoose, onClose }: Props) {
  const onKeyDown = (event: React.KeyboardEvent) => {
    const chosen = isPlain(event) ? outcomes.find((outcome) => outcome.key === event.key.toLowerCase()) : undefined
    if (!chosen) return
    event.preventDefault()
    onChoose(chosen.code)
  }
  return (
    <Dialog title="End with no incident" onClose={onClose} onKeyDown={onKeyDown}>
      <p>A fact that means risk opens an incident all the same.</p>
      <div className="outcome-menu">
        {outcomes.map((outcome, index) => (
          <button
            key={outcome.code}
            type="button"
            className="button outcome"
            data-first={index === 0 ? '' : undefined}
            onClick={() => onChoose(outcome.code)}
          >
            <kbd>{outcome.key}</kbd> {outcome.label}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
