import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import { asProblem } from '../api/problem.ts'
import type { Desk, Roster, RosterAnswer } from '../api/types.ts'
import { serverClock } from '../common/server_clock.ts'
import { uniqueKey } from '../common/unique.ts'
import { besideFields, planOf, windowOf, type Change } from './roster_changes.ts'

export const rosterKey = ['roster']
export const rosterAgainS = 30

export function useRoster(enabled: boolean) {
  return useQuery({
    queryKey: rosterKey,
    queryFn: async (): Promise<Roster> => (await request<RosterAnswer>('/v1/roster')).roster,
    enabled,
    refetchInterval: rosterAgainS * 1000,
  })
}

export function useDesks(enabled: boolean) {
  return useQuery({
    queryKey: ['desks'],
    queryFn: async () => (await request<{ items: Desk[] }>('/v1/duty/roster')).items,
    enabled,
    refetchInterval: rosterAgainS * 1000,
  })
}

const triesMost = 3

// Done on what stands at that moment. Where somebody else was quicker it is tried on what stands then, and refused where
// the change no longer fits that.
export async function changeRoster(change: Change): Promise<void> {
  for (let tries = 1; ; ++tries) {
    const now = serverClock.now()
    const { from } = windowOf(change, now)
    const { roster } = await request<RosterAnswer>(`/v1/roster?from=${encodeURIComponent(from)}`)
    const plan = planOf(roster, change, now)
    if (plan === null) return
    try {
      await request<RosterAnswer>('/v1/roster', {
        method: 'PUT',
        body: plan,
        version: roster.version,
        idempotencyKey: uniqueKey(),
      })
      return
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status !== 412 || tries >= triesMost) throw besideFields(problem)
    }
  }
}
