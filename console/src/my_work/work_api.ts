import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type { OwedTask, Review } from '../api/types.ts'

// Work changes under other people's hands, so it is asked for again by itself.
const again = 15_000

export function useTasks(enabled: boolean) {
  return useQuery({
    queryKey: ['tasks'],
    queryFn: () => request<{ items: OwedTask[]; total: number }>('/v1/tasks?limit=500'),
    refetchInterval: again,
    enabled,
  })
}

export function useOwnReviews(enabled: boolean) {
  return useQuery({
    queryKey: ['reviews', 'mine'],
    queryFn: () => request<{ items: Review[]; total: number }>('/v1/reviews?mine=true&limit=50'),
    enabled,
  })
}

export interface LeftDesk {
  status: 'break' | 'off'
  returned: string[]
  not_returned: string[]
}

export interface ShiftChanged {
  district: string | null
  escalated: string[]
  not_escalated: string[]
}
