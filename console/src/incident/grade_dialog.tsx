import { useState } from 'react'
import { api } from '../api/client.ts'
import type { Card } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { GradeBadge } from '../common/grade_badge.tsx'
import { isMoreUrgent, nameOf, type Scale } from '../common/grades.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { uniqueKey } from '../common/unique.ts'
import { useLiveConnection } from '../live/live_context.tsx'
import { isPlain } from '../shell/keys.ts'

interface Props {
  card: Card
  scale: Scale
  onClose: () => void
  // Where a less urgent grade can be asked for from here.
  onLower?: () => void
}

// Confirm, or raise: one key each. A less urgent grade is asked for under guard, in a form of its own.
export function GradeDialog({ card, scale, onClose, onLower }: Props) {
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const live = useLiveConnection()
  const confirmable = card.grade !== null && card.grade_state !== 'confirmed'
  const choices = scale.filter((entry) => isMoreUrgent(scale, entry.grade, card.grade))

  const set = (grade: string) => {
    if (sending) return
    setSending(true)
    setError(null)
    api.grade(card.id, grade, uniqueKey()).then(
      (next) => {
        live?.learn([next])
        onClose()
      },
      (failure: unknown) => {
        setSending(false)
        setError(failure)
      },
    )
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!isPlain(event) || event.repeat) return
    if (event.key === 'c' && confirmable && card.grade !== null) set(card.grade)
    else if (event.key === 'd' && onLower && card.grade !== null) onLower()
    else if (choices.some((entry) => entry.grade === event.key)) set(event.key)
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={`Grade of ${card.number}`} onClose={onClose} onKeyDown={onKeyDown}>
      <div>
        <p className="grade-now">
          <GradeBadge grade={card.grade} scale={scale} state={card.grade_state} size="large" />
          <span>
            {nameOf(scale, card.grade)}, {card.grade_state}
          </span>
        </p>
        <div className="grade-choices">
          {confirmable && (
            <button type="button" className="button button-main" data-first="" onClick={() => set(card.grade ?? '')}>
              Confirm grade {card.grade} <kbd>c</kbd>
            </button>
          )}
          {choices.map((entry, index) => (
            <button
              key={entry.grade}
              type="button"
              className="button"
              data-first={!confirmable && index === 0 ? '' : undefined}
              onClick={() => set(entry.grade)}
            >
              {card.grade === null ? 'Grade' : 'Raise to'} {entry.grade}, {entry.name} <kbd>{entry.grade}</kbd>
            </button>
          ))}
          {!confirmable && choices.length === 0 && <p>The grade is confirmed and the most urgent there is.</p>}
        </div>
        {onLower && card.grade !== null ? (
          <button type="button" className="button-quiet" onClick={onLower}>
            Ask for a less urgent grade <kbd>d</kbd>
          </button>
        ) : (
          <p className="quiet">A less urgent grade is asked for in the whole record.</p>
        )}
        {error !== null && <ProblemBox error={error} />}
      </div>
    </Dialog>
  )
}
