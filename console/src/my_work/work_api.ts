import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type { OwedTask, Review, TakeoverAnswer } from '../api/types.ts'

// Work changes under other people's hands, so it is asked for again by itself.
export const workAgainS = 15

export function useTasks(enabled: boolean) {
  return useQuery({
    queryKey: ['tasks'],
    queryFn: () => request<{ items: OwedTask[]; total: number }>('/v1/tasks?limit=500'),
    refetchInterval: workAgainS * 1000,
    enabled,
  })
}

export function useTakeover(enabled: boolean) {
  return useQuery({
    queryKey: ['takeover'],
    queryFn: () => request<TakeoverAnswer>('/v1/duty/takeover'),
    refetchInterval: workAgainS * 1000,
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
