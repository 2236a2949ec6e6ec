// Where in the console we are, kept in the address after the "#", so that the server needs to know of one page only.
import { useSyncExternalStore } from 'react'

export type Route = { screen: 'contact' } | { screen: 'board'; incident: string | null } | { screen: 'start' }

export function parseRoute(hash: string): Route {
  const [screen, id] = hash.replace(/^#\/?/, '').split('/')
  if (screen === 'contact') return { screen: 'contact' }
  if (screen === 'board') return { screen: 'board', incident: id !== undefined && id !== '' ? id : null }
  return { screen: 'start' }
}

export function addressOf(route: Route): string {
  if (route.screen === 'start') return '#/'
  if (route.screen === 'contact') return '#/contact'
  return route.incident === null ? '#/board' : `#/board/${route.incident}`
}

export function go(route: Route): void {
  location.hash = addressOf(route)
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash))
}
