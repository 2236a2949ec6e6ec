// Where in the console we are, kept in the address after the "#", so that the server needs to know of one page only.
import { useSyncExternalStore } from 'react'

export const supervisorTabs = [
  'demand',
  'escalations',
  'roster',
  'reviews',
  'disputes',
  'downgrades',
  'returns',
  'crimes',
  'problems',
  'consoles',
] as const
export type SupervisorTab = (typeof supervisorTabs)[number]

// Exercises, how far trainees agree, and one exercise: one's own, or anybody's result.
export const trainingParts = ['exercises', 'agreement', 'own', 'result'] as const
export type TrainingPart = (typeof trainingParts)[number]

export type Route =
  | { screen: 'contact' }
  | { screen: 'board'; incident: string | null }
  | { screen: 'incident'; incident: string }
  | { screen: 'problem'; problem: string }
  | { screen: 'work' }
  | { screen: 'supervisor'; tab: SupervisorTab }
  // The audit page; with the queue it was taken from, or the review that is scored a second time.
  | { screen: 'audit'; incident: string; queue: string | null; review: string | null }
  | { screen: 'wallboard' }
  | { screen: 'training'; part: TrainingPart; exercise: string | null }
  | { screen: 'start' }

const given = (part: string | undefined): string | null =>
  part === undefined || part === '' || part === '-' ? null : part

export function parseRoute(hash: string): Route {
  const [screen, first, second, third] = hash.replace(/^#\/?/, '').split('/')
  const id = given(first)
  switch (screen) {
    case 'contact':
      return { screen }
    case 'board':
      return { screen, incident: id }
    case 'incident':
      return id === null ? { screen: 'start' } : { screen, incident: id }
    case 'problem':
      return id === null ? { screen: 'start' } : { screen, problem: id }
    case 'work':
    case 'wallboard':
      return { screen }
    case 'supervisor':
      return { screen, tab: supervisorTabs.find((tab) => tab === first) ?? 'demand' }
    case 'training':
      return { screen, part: trainingParts.find((part) => part === first) ?? 'exercises', exercise: given(second) }
    case 'audit':
      return id === null ? { screen: 'start' } : { screen, incident: id, queue: given(second), review: given(third) }
    default:
      return { screen: 'start' }
  }
}

export function addressOf(route: Route): string {
  switch (route.screen) {
    case 'start':
      return '#/'
    case 'board':
      return route.incident === null ? '#/board' : `#/board/${route.incident}`
    case 'incident':
      return `#/incident/${route.incident}`
    case 'problem':
      return `#/problem/${route.problem}`
    case 'supervisor':
      return `#/supervisor/${route.tab}`
    case 'training':
      return route.exercise === null ? `#/training/${route.part}` : `#/training/${route.part}/${route.exercise}`
    case 'audit': {
      const parts = [route.incident, route.queue ?? '-', route.review ?? '-'].join('/')
      return `#/audit/${parts.replace(/(\/-)+$/, '')}`
    }
    default:
      return `#/${route.screen}`
  }
}

export function go(route: Route): void {
  location.hash = addressOf(route)
}

// The list that a record was opened from, to go back to; records lead to records, which are none.
let list = '#/'

export function noteLeft(oldHash: string): void {
  if (!['incident', 'problem', 'audit', 'start'].includes(parseRoute(oldHash).screen)) list = oldHash
}

// Leaves a record for the list it was opened from.
export function leave(): void {
  location.hash = list
}

function subscribe(listener: () => void): () => void {
  const changed = (event: HashChangeEvent) => {
    noteLeft(new URL(event.oldURL).hash)
    listener()
  }
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash))
}
