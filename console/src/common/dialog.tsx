import { useEffect, useId, useRef } from 'react'

interface Props {
  title: string
  onClose: () => void
  // Keys that act wherever in the dialog the focus is.
  onKeyDown?: (event: React.KeyboardEvent) => void
  children: React.ReactNode
}

// The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back where it was.
// What is marked with data-first takes the focus when it opens.
export function Dialog({ title, onClose, onKeyDown, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    const before = document.activeElement
    if (dialog && !dialog.open) dialog.showModal()
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="button-quiet" onClick={onClose}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
      {children}
    </dialog>
  )
}
