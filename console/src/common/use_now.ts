import { useSyncExternalStore } from 'react'
import { serverClock } from './server_clock.ts'

// One timer for every clock on the page; each second all of them move together.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null
let now = serverClock.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  now = serverClock.now()
  timer ??= setInterval(() => {
    now = serverClock.now()
    for (const one of listeners) one()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer)
      timer = null
    }
  }
}

// Now on the server's clock, in milliseconds, renewed each second.
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
