import { useQuery } from '@tanstack/react-query'
import { api, request } from './client.ts'
import type { EscalationBundles, Pod } from './types.ts'

export function usePolicy() {
  return useQuery({ queryKey: ['policy'], queryFn: api.policy, staleTime: 5 * 60_000 })
}

// The pods of the room: the force's data, which seldom change.
export function usePods(enabled: boolean) {
  return useQuery({
    queryKey: ['pods'],
    queryFn: async () => (await request<{ items: Pod[] }>('/v1/pods')).items,
    enabled,
    staleTime: 5 * 60_000,
  })
}

// What the posts have been told, bundled by post.
export const escalationsKey = ['escalations']
export function useEscalations(enabled: boolean, refetchInterval: number) {
  return useQuery({
    queryKey: escalationsKey,
    queryFn: () => request<EscalationBundles>('/v1/escalations'),
    enabled,
    refetchInterval,
  })
}

// `version` is the newest card's: a higher one makes the record and the log be read anew, the old staying in view.
export function useIncident(id: string, version: number | null) {
  return useQuery({
    queryKey: ['incident', id, version],
    queryFn: () => api.incident(id),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined),
  })
}

export function useIncidentLog(id: string, version: number | null) {
  return useQuery({
    queryKey: ['incident_log', id, version],
    queryFn: () => api.incidentLog(id),
    placeholderData: (previous) => (previous?.incident_id === id ? previous : undefined),
  })
}
