import { useEffect, useRef, useState } from 'react'
import { dialogIsOpen, isTyping } from '../shell/keys.ts'
import { go } from '../shell/route.ts'
import { useSession } from '../shell/session.tsx'
import { ownCall } from './calls.ts'
import { openingByCall } from './opened.ts'
import { useCalls } from './use_calls.ts'

// A call that this person answers opens Take contact by itself. Nobody is taken away from words half typed or from a
// dialog: then it is only said, and F2 goes there.
export function CallOpener({ screen }: { screen: string }) {
  const { account } = useSession()
  const calls = useCalls()
  const own = ownCall(calls.items, account.name)
  const opened = useRef<string | null>(null)
  const [said, setSaid] = useState(false)
  const id = own?.id ?? null

  useEffect(() => {
    if (id === null || opened.current === id) return
    opened.current = id
    if (screen === 'contact') return
    if (isTyping(document.activeElement) || dialogIsOpen()) return
    openingByCall()
    go({ screen: 'contact' })
  }, [id, screen])

  // Said once by a screen reader, a moment after it is there.
  useEffect(() => {
    const timer = setTimeout(() => setSaid(own !== null), 0)
    return () => clearTimeout(timer)
  }, [own])

  return (
    <>
      <div className="visually-hidden" role="status">
        {said && own !== null ? `You have answered a ${own.channel} call.` : ''}
      </div>
      {own !== null && screen !== 'contact' && (
        <p className="banner banner-call" data-testid="call_waits">
          You have answered a {own.channel} call. <kbd>F2</kbd> opens it.
        </p>
      )}
    </>
  )
}
