import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { may, useSession } from '../shell/session.tsx'
import { contactApi, type History } from './contact_api.ts'
import { keysOf } from './history_words.ts'

const restMs = 250

export interface Known {
  history: History | null
  asking: boolean
  // The look-up failed: nothing is known about what is known.
  failed: boolean
}

// What is known of the number and the place on the form, looked up by itself when they are whole and at rest.
export function useHistory(phone: string, address: string, enabled: boolean): Known {
  const session = useSession()
  const keys = enabled && may(session, 'history_read') ? keysOf(phone, address) : null
  const wanted = keys === null ? null : JSON.stringify(keys)
  const [rested, setRested] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(wanted), restMs)
    return () => clearTimeout(timer)
  }, [wanted])
  const query = useQuery({
    queryKey: ['history', rested],
    queryFn: ({ signal }) =>
      contactApi.history(JSON.parse(rested ?? '{}') as Parameters<typeof contactApi.history>[0], signal),
    enabled: rested !== null && rested === wanted,
    // Never from memory: a contact taken a minute ago is the very thing to be seen.
    staleTime: 0,
    gcTime: 0,
    retry: 1,
  })
  if (wanted === null) return { history: null, asking: false, failed: false }
  const current = rested === wanted
  return {
    history: current ? (query.data ?? null) : null,
    asking: !current || query.isFetching,
    failed: current && query.isError && !query.isFetching,
  }
}
