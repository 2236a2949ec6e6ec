import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export function usePolicy() {
  return useQuery({ queryKey: ['policy'], queryFn: api.policy, staleTime: 5 * 60_000 })
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
