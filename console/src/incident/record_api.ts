// What the incident page asks of the server beyond the record itself.
import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type {
  Call,
  Candidates,
  Crime,
  CrimeCodes,
  Diary,
  IncidentLog,
  MajorIncident,
  Pathways,
  ProblemRecord,
} from '../api/types.ts'
import type { IncidentRecord } from './stands_open.ts'

const at = (id: string) => `/v1/incidents/${encodeURIComponent(id)}`
const kept = 5 * 60_000
// A record that no live board holds, as one that is closed, is asked for again by itself.
const again = 15_000

// `version` is the live board's, where it holds the incident: a higher one has the record read anew.
export function useRecord(id: string, version: number | null) {
  return useQuery({
    queryKey: ['incident', id, version],
    queryFn: () => request<IncidentRecord>(at(id)),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined),
    refetchInterval: version === null ? again : false,
  })
}

export function useLog(id: string, version: number | null) {
  return useQuery({
    queryKey: ['incident_log', id, version],
    queryFn: () => request<IncidentLog>(`${at(id)}/log`),
    placeholderData: (previous) => (previous?.incident_id === id ? previous : undefined),
    refetchInterval: version === null ? again : false,
  })
}

// The log as it was known at a moment; null is now, which the whole log tells.
export function useLogAt(id: string, asAt: string | null) {
  return useQuery({
    queryKey: ['incident_log_at', id, asAt],
    queryFn: () => request<IncidentLog>(`${at(id)}/log?as_at=${encodeURIComponent(asAt ?? '')}`),
    enabled: asAt !== null,
    staleTime: Infinity,
    placeholderData: (previous) => (previous?.incident_id === id ? previous : undefined),
  })
}

export function useCandidates(id: string, version: number | null) {
  return useQuery({
    queryKey: ['incident', id, 'candidates', version],
    queryFn: () => request<Candidates>(`${at(id)}/candidates`),
    placeholderData: (previous) => previous,
  })
}

export function usePathways(id: string, version: number | null, enabled = true) {
  return useQuery({
    queryKey: ['incident', id, 'pathways', version],
    queryFn: () => request<Pathways>(`${at(id)}/pathways`),
    placeholderData: (previous) => previous,
    enabled,
  })
}

export function crimeQuery(crime: string) {
  return { queryKey: ['crime', crime], queryFn: () => request<Crime>(`/v1/crimes/${encodeURIComponent(crime)}`) }
}

export function useCrimeCodes(enabled: boolean) {
  return useQuery({
    queryKey: ['crime_codes'],
    queryFn: () => request<CrimeCodes>('/v1/crime-codes'),
    staleTime: kept,
    enabled,
  })
}

export function useMajorIncident(id: string | null) {
  return useQuery({
    queryKey: ['major_incident', id],
    queryFn: () => request<MajorIncident>(`/v1/major-incidents/${encodeURIComponent(id ?? '')}`),
    enabled: id !== null,
  })
}

export function useDiary(district: string, day: string, enabled = true) {
  return useQuery({
    queryKey: ['diary', district, day],
    queryFn: () => request<Diary>(`/v1/diary?district=${encodeURIComponent(district)}&day=${encodeURIComponent(day)}`),
    enabled: enabled && district !== '' && /^\d{4}-\d{2}-\d{2}$/.test(day),
  })
}

export function useProblems(status: ProblemRecord['status'], enabled: boolean) {
  return useQuery({
    queryKey: ['problems', status],
    queryFn: () => request<{ items: ProblemRecord[] }>(`/v1/problems?status=${status}&limit=500`),
    enabled,
  })
}

export function problemQuery(id: string) {
  return {
    queryKey: ['problem', id],
    queryFn: () => request<ProblemRecord>(`/v1/problems/${encodeURIComponent(id)}`),
  }
}

export function useCalls(standing: Call['standing'], enabled: boolean) {
  return useQuery({
    queryKey: ['calls', standing],
    queryFn: () => request<{ items: Call[] }>(`/v1/calls?standing=${standing}&limit=100`),
    refetchInterval: again,
    enabled,
  })
}

// The calls that opened it or that its contacts came by, however they stand: also one that nobody answered.
export function useCallsOn(id: string, version: number | null, enabled: boolean) {
  return useQuery({
    queryKey: ['calls', 'on', id, version],
    queryFn: () => request<{ items: Call[] }>(`/v1/calls?incident=${encodeURIComponent(id)}&limit=500`),
    placeholderData: (previous) => previous,
    refetchInterval: again,
    enabled,
  })
}

export function incidentQuery(id: string) {
  return { queryKey: ['incident', id, 'for_list'], queryFn: () => request<IncidentRecord>(at(id)), staleTime: 30_000 }
}

export async function incidentByNumber(number: string): Promise<string | null> {
  const page = await request<{ items: { id: string }[] }>(`/v1/incidents?number=${encodeURIComponent(number)}`)
  return page.items[0]?.id ?? null
}
