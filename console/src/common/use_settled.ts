import { useEffect, useRef, useState } from 'react'

// The value as it is some time later, at most `spreadMs`, at random: what many consoles would do at one moment they do one
// after the other, and what changes meanwhile is done once.
export function useSettled<T>(value: T, spreadMs: number): T {
  const [settled, setSettled] = useState(value)
  const latest = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => {
    latest.current = value
    if (Object.is(value, settled)) return
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      setSettled(latest.current)
    }, Math.random() * spreadMs)
  }, [value, settled, spreadMs])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return settled
}
