import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { request } from '../api/client.ts'
import type { Call } from '../api/types.ts'
import { useLive } from '../live/live_context.tsx'
import { may, useSession } from '../shell/session.tsx'

const askEveryMs = 1000
const queryKey = ['calls', 'at_this_console']

export interface Calls {
  items: readonly Call[]
  // Telephony's calls can not be had now; that is not "no calls".
  unavailable: boolean
  // They have been had at least once; before that no call is known to be over.
  known: boolean
}

const none: readonly Call[] = []

// The live calls of those who take contacts. The socket tells of them; while it is not connected they are asked for each
// second.
export function useCalls(): Calls {
  const session = useSession()
  const live = useLive()
  const client = useQueryClient()
  const told = live?.calls ?? null
  // What is asked for goes on from what was told.
  useEffect(() => {
    if (told !== null) client.setQueryData(queryKey, { items: told })
  }, [client, told])
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      request<{ items: readonly Call[] }>('/v1/calls?standing=live&limit=500', { signal, timeoutMs: 5000 }),
    enabled: told === null && may(session, 'task_work') && may(session, 'contact_create'),
    refetchInterval: askEveryMs,
    retry: false,
  })
  if (told !== null) return { items: told, unavailable: live?.mode === 'degraded', known: true }
  return { items: query.data?.items ?? none, unavailable: query.isError, known: query.data !== undefined }
}
