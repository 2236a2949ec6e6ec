import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import { may, useSession } from '../shell/session.tsx'
import type { Call } from './calls.ts'

const askEveryMs = 1000

export interface Calls {
  items: readonly Call[]
  // Telephony's calls can not be had now; that is not "no calls".
  unavailable: boolean
  // They have been had at least once; before that no call is known to be over.
  known: boolean
}

const none: readonly Call[] = []

// The live calls. The console's socket does not carry them, so they are asked for each second by those who take contacts.
export function useCalls(): Calls {
  const session = useSession()
  const query = useQuery({
    queryKey: ['calls', 'live'],
    queryFn: ({ signal }) =>
      request<{ items: Call[] }>('/v1/calls?standing=live&limit=500', { signal, timeoutMs: 5000 }),
    enabled: may(session, 'task_work') && may(session, 'contact_create'),
    refetchInterval: askEveryMs,
    retry: false,
  })
  return { items: query.data?.items ?? none, unavailable: query.isError, known: query.data !== undefined }
}
