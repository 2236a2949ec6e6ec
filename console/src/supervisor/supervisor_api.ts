import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type {
  AuditPage,
  Card,
  ConsoleList,
  CrimeRegister,
  Reconciliation,
  ReturnRegister,
  Review,
  ReviewCandidate,
  ReviewerAgreement,
  ReviewForms,
  ReviewList,
  DemandRegister,
} from '../api/types.ts'
import { useLive } from '../live/live_context.tsx'
import { hourStarts } from './demand.ts'
import { readMetrics, type Metrics } from './metrics.ts'

const again = 30_000
const kept = 5 * 60_000

export function useForms(enabled = true) {
  return useQuery({
    queryKey: ['review_forms'],
    queryFn: () => request<ReviewForms>('/v1/review-forms'),
    staleTime: kept,
    enabled,
  })
}

export interface Queue {
  total: number
  days: NonNullable<ReviewList['days']>
  items: ReviewCandidate[]
}

export function useQueue(queue: string | null) {
  return useQuery({
    queryKey: ['reviews', 'queue', queue],
    queryFn: async (): Promise<Queue> => {
      const list = await request<ReviewList>(`/v1/reviews?queue=${encodeURIComponent(queue ?? '')}&limit=200`)
      return { total: list.total, days: list.days ?? [], items: list.items as ReviewCandidate[] }
    },
    enabled: queue !== null,
  })
}

export function useReviews(state: Review['state']) {
  return useQuery({
    queryKey: ['reviews', 'state', state],
    queryFn: async () => (await request<ReviewList>(`/v1/reviews?state=${state}&limit=200`)).items as Review[],
  })
}

export function useReview(id: string | null) {
  return useQuery({
    queryKey: ['reviews', 'one', id],
    queryFn: () => request<Review>(`/v1/reviews/${encodeURIComponent(id ?? '')}`),
    enabled: id !== null,
  })
}

export function useAgreement(form: string | null) {
  return useQuery({
    queryKey: ['reviews', 'agreement', form],
    queryFn: () => request<ReviewerAgreement>(`/v1/reviews/calibration?form=${encodeURIComponent(form ?? '')}`),
    enabled: form !== null,
  })
}

export function useAudit(incident: string) {
  return useQuery({
    queryKey: ['audit', incident],
    queryFn: () => request<AuditPage>(`/v1/incidents/${encodeURIComponent(incident)}/audit`),
  })
}

export function useCrimeRegister(register: 'due' | 'breached' | 'crime_related_unresolved') {
  return useQuery({
    queryKey: ['crimes', register],
    queryFn: () => request<CrimeRegister>(`/v1/crimes?register=${register}`),
    refetchInterval: again,
  })
}

export function useReturns(from?: string) {
  const query = from === undefined ? '' : `?from=${encodeURIComponent(from)}`
  return useQuery({
    queryKey: ['returns', from ?? null],
    queryFn: () => request<ReturnRegister>(`/v1/returns${query}`),
  })
}

export function useDemandTags() {
  return useQuery({ queryKey: ['demand_tags'], queryFn: () => request<DemandRegister>('/v1/demand') })
}

export function useMetrics(enabled: boolean) {
  return useQuery({
    queryKey: ['metrics'],
    queryFn: async (): Promise<Metrics> => readMetrics(await request<string>('/metrics', { as: 'text' })),
    refetchInterval: 5000,
    enabled,
  })
}

export function useConsoles(enabled: boolean) {
  return useQuery({
    queryKey: ['consoles'],
    queryFn: () => request<ConsoleList>('/v1/consoles'),
    refetchInterval: 5000,
    enabled,
  })
}

export interface Arrivals {
  starts: readonly number[]
  // Contacts taken since each of the starts.
  since: readonly number[]
  day: Reconciliation
  screened: number
}

// How many contacts came in each hour, from sums that the server keeps; and what the day comes to.
export function useArrivals(now: number, hours: number, enabled: boolean) {
  const starts = hourStarts(now, hours)
  return useQuery({
    queryKey: ['arrivals', starts[0]],
    queryFn: async (): Promise<Arrivals> => {
      const sums = await Promise.all(
        starts.map((start) => request<Reconciliation>(`/v1/reconciliation?since=${new Date(start).toISOString()}`)),
      )
      const day = await request<Reconciliation>('/v1/reconciliation')
      const early = await request<ReturnRegister>(`/v1/returns?from=${encodeURIComponent(day.since)}`)
      const screened = early.items.reduce((sum, item) => {
        const { rule, resolved } = item as { rule?: unknown; resolved?: unknown }
        return sum + (rule === null && typeof resolved === 'number' ? resolved : 0)
      }, 0)
      return { starts, since: sums.map((sum) => sum.in), day, screened }
    },
    placeholderData: (previous) => previous,
    refetchInterval: 60_000,
    enabled,
  })
}

export interface OpenCards {
  cards: readonly Card[]
  // Not all that are open could be counted.
  partial: boolean
}

// The open incidents: the live board's where there is one, else as many pages of the list as are asked for.
export function useOpenCards(): OpenCards | null {
  const live = useLive()
  const asked = useQuery({
    queryKey: ['open_cards'],
    queryFn: async (): Promise<OpenCards> => {
      const cards: Card[] = []
      let cursor: string | null = ''
      for (let page = 0; page < 5 && cursor !== null; ++page) {
        const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const list: { items: Card[]; next_cursor: string | null } = await request(
          `/v1/incidents?status=open&limit=200${more}`,
        )
        cards.push(...list.items)
        cursor = list.next_cursor
      }
      return { cards, partial: cursor !== null }
    },
    refetchInterval: again,
    enabled: live === null,
  })
  if (live !== null) return live.position === null ? null : { cards: [...live.board.values()], partial: false }
  return asked.data ?? null
}
