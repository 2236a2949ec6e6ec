import { useEffect, useState } from 'react'
import { fitting, meant } from './find.ts'
import type { Choice } from './form.ts'

// More are found by typing more.
const shownMost = 60

interface Props {
  // Of the input: its id, and what says that it is at fault or needed.
  input: React.InputHTMLAttributes<HTMLInputElement> & { id: string }
  options: readonly Choice[]
  // A code, or what was typed and is none.
  value: string
  readOnly: boolean
  // What is typed counts as it is, also where it begins one of the choices.
  free: boolean
  onChange: (value: string) => void
}

// A combobox over many choices (ARIA 1.2 pattern: the focus stays in the field). Enter or a click takes the one that is
// marked; one that alone fits is taken when the field is left.
export function FindField({ input, options, value, readOnly, free, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const list = `${input.id}_options`
  const fits = open ? fitting(options, typed ?? '') : []
  const found = fits.slice(0, shownMost)
  const marked = found[Math.min(at, found.length - 1)]
  const markedId = marked === undefined ? undefined : `${list}_${marked.code}`
  const chosen = options.find((one) => one.code === value)

  useEffect(() => {
    if (markedId !== undefined) document.getElementById(markedId)?.scrollIntoView({ block: 'nearest' })
  }, [markedId])

  const take = (one: Choice) => {
    onChange(one.code)
    setTyped(null)
    setOpen(false)
    setAt(0)
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (readOnly) return
    if (event.key === 'ArrowDown' && !open) setOpen(true)
    else if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp' && open) setAt(Math.max(0, at - 1))
    else if (event.key === 'Escape' && open) setOpen(false)
    else if (event.key === 'Enter' && marked) take(marked)
    else return
    // Neither the form nor the dialog acts on a key that was for the list.
    event.preventDefault()
    event.stopPropagation()
  }

  const onBlur = () => {
    const alone = !free && typed !== null && typed.trim() !== '' && found.length === 1 ? found[0] : undefined
    if (alone !== undefined) take(alone)
    setTyped(null)
    setOpen(false)
    setAt(0)
  }

  return (
    <div className="find">
      <input
        {...input}
        type="text"
        role="combobox"
        aria-expanded={open && found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={markedId}
        autoComplete="off"
        spellCheck={false}
        readOnly={readOnly}
        value={typed ?? chosen?.text ?? value}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value)
          setOpen(true)
          setAt(0)
          onChange(meant(options, event.target.value))
        }}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <ul id={list} role="listbox" aria-label="What fits" hidden={found.length === 0}>
        {found.map((one) => (
          // The field has the focus and the keys; the pointer is the other way to choose.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={one.code}
            id={`${list}_${one.code}`}
            role="option"
            aria-selected={one === marked}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            {one.text}
          </li>
        ))}
      </ul>
      <p className="hint" role="status">
        {open && found.length === 0 && 'Nothing fits what is typed.'}
        {found.length > 0 && `${fits.length} ${fits.length === 1 ? 'fits' : 'fit'}: arrows and Enter choose.`}
      </p>
    </div>
  )
}
