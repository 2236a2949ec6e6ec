import { useEffect, useRef } from 'react'
import { clockWords, type Spoken } from './playing.ts'

// What has been said so far, the newest last. A screen reader is told of each line when it is free, never in between.
export function ConversationLog({ spoken }: { spoken: readonly Spoken[] }) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight
  }, [spoken.length])
  return (
    // It scrolls, so that it must be reachable by key.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={end} className="said-log" role="log" aria-live="polite" aria-label="What is said" tabIndex={0}>
      {spoken.length === 0 && <p className="quiet">Nothing has been said yet.</p>}
      <ol>
        {spoken.map((one) => (
          <li key={one.key} className={one.who === 'You' ? 'said said-own' : 'said'}>
            <span className="said-at" aria-hidden="true">
              {clockWords(one.at_s)}
            </span>
            <span className="said-who">{one.who}:</span> {one.text}
          </li>
        ))}
      </ol>
    </div>
  )
}
