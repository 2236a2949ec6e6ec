import { createContext, useContext, useSyncExternalStore } from 'react'
import type { LiveConnection, LiveView } from './connection.ts'

export const LiveContext = createContext<LiveConnection | null>(null)

export function useLiveConnection(): LiveConnection | null {
  return useContext(LiveContext)
}

const never = () => () => undefined
const nothing = () => null

// What is known live; null for those who have no console.
export function useLive(): LiveView | null {
  const live = useContext(LiveContext)
  return useSyncExternalStore(live?.subscribe ?? never, live?.read ?? nothing)
}
