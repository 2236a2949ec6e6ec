import { useState } from 'react'
import { api } from '../api/client.ts'
import type { Card } from '../api/types.ts'
import { Dialog } from '../common/dialog.tsx'
import { ProblemBox } from '../common/problem_box.tsx'
import { uniqueKey } from '../common/unique.ts'
import { useLiveConnection } from '../live/live_context.tsx'

export function NoteDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const [text, setText] = useState('')
  const [key] = useState(uniqueKey)
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const live = useLiveConnection()

  const save = () => {
    if (sending || text.trim() === '') return
    setSending(true)
    setError(null)
    api.addNote(card.id, text.trim(), key).then(
      (answer) => {
        live?.learn([answer.incident])
        onClose()
      },
      (failure: unknown) => {
        setSending(false)
        setError(failure)
      },
    )
  }

  return (
    <Dialog title={`Note on ${card.number}`} onClose={onClose}>
      <div className="field">
        <label htmlFor="note_text">Note</label>
        <textarea
          id="note_text"
          rows={4}
          maxLength={10000}
          data-first=""
          readOnly={sending}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault()
              save()
            }
          }}
        />
      </div>
      {error !== null && <ProblemBox error={error} />}
      <div className="actions">
        <button
          type="button"
          className="button button-main"
          aria-disabled={sending || text.trim() === ''}
          onClick={save}
        >
          {sending ? 'Saving…' : 'Add the note'} <kbd>Ctrl Enter</kbd>
        </button>
      </div>
    </Dialog>
  )
}
