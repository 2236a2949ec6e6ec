import { useEffect, useRef, useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { completions, understand, type Command, type CommandContext } from './commands.ts'

interface Props {
  // What stands on the line when it opens, such as "as ".
  begun: string
  context: CommandContext
  // Resolves with what was done, in words; rejects with what was refused.
  onRun: (command: Command) => Promise<string>
  onDone: (said: string) => void
  onClose: () => void
}

// A line at the top of the board, as CAD users know it. What Enter would do is said while it is typed; a refusal stays on
// the screen with the line, to be mended.
export function CommandLine({ begun, context, onRun, onDone, onClose }: Props) {
  const [line, setLine] = useState(begun)
  const [at, setAt] = useState(-1)
  const [running, setRunning] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const understood = understand(line, context)
  const offers = completions(line, context)
  const chosen = offers[at]

  // Opened by the person's own key.
  useEffect(() => {
    field.current?.focus()
  }, [])

  const write = (next: string) => {
    setLine(next)
    setAt(-1)
    setProblem(null)
  }

  const run = () => {
    if (running || understood.command === null) return
    setRunning(true)
    setProblem(null)
    onRun(understood.command).then(onDone, (error: unknown) => {
      setRunning(false)
      setProblem(asProblem(error))
    })
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const { key } = event
    if (key === 'Escape') onClose()
    else if (
      key === 'Tab' &&
      !event.shiftKey &&
      line !== '' &&
      (chosen ?? offers[0]) &&
      (chosen ?? offers[0])?.line !== line
    )
      write((chosen ?? offers[0])?.line ?? line)
    else if (key === 'ArrowDown') setAt(Math.min(offers.length - 1, at + 1))
    else if (key === 'ArrowUp') setAt(Math.max(-1, at - 1))
    else if (key === 'Enter' && chosen && chosen.line !== line) write(chosen.line)
    else if (key === 'Enter') run()
    else {
      // Nothing typed here reaches the keys of the board.
      event.stopPropagation()
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="command-line">
      <label htmlFor="command">
        Command{context.card ? ` on ${context.card.number}` : ''} <kbd>/</kbd>
      </label>
      <input
        id="command"
        ref={field}
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-controls="command_offers"
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `command_offer_${at}` : undefined}
        aria-describedby="command_says"
        autoComplete="off"
        spellCheck={false}
        maxLength={4000}
        readOnly={running}
        value={line}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p id="command_says" className={understood.command === null ? 'quiet' : 'command-says'} role="status">
        {running ? 'Doing it…' : understood.says}
      </p>
      <ul id="command_offers" role="listbox" aria-label="Commands" hidden={offers.length === 0}>
        {offers.map((offer, index) => (
          // The field has the focus and the keys; the pointer is the other way to choose.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={offer.line}
            id={`command_offer_${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => write(offer.line)}
          >
            {offer.label}
          </li>
        ))}
      </ul>
      {problem && <ProblemBox error={problem} />}
    </div>
  )
}
