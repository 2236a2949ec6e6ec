import { clockTime, dayAndTime, dayAndTimeInWords } from './time.ts'
import { useNow } from './use_now.ts'

interface Props {
  at: string
  seconds?: boolean
  inWords?: boolean // as in a sentence
}

// An instant in London, the raw one on hover.
export function Stamp({ at, seconds = false, inWords = false }: Props) {
  const now = useNow()
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) return <span>{at}</span>
  return (
    <time dateTime={at} title={at}>
      {inWords ? dayAndTimeInWords(ms) : seconds ? clockTime(ms) : dayAndTime(ms, now)}
    </time>
  )
}
