import type { Policy } from '../api/types.ts'
import { span, spanInWords } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'
import { durationMs } from '../incident/undo.ts'

interface Props {
  // When the newest fact was given, on the server's clock.
  givenAt: number
  policy: Policy | undefined
}

// How long a slip may be taken back, and what is left of it for the newest fact. The countdown is not read out.
export function UndoLeft({ givenAt, policy }: Props) {
  const now = useNow()
  const within = durationMs(policy?.working?.undo_within)
  if (within === null) return <>× takes one back that was entered in error, for a short time.</>
  const left = givenAt + within - now
  return (
    <>
      × takes one back that was entered in error, for {spanInWords(within)}
      {left > 0 ? <span aria-hidden="true">; the newest for {span(left)} more</span> : '; that time is over'}.
    </>
  )
}
