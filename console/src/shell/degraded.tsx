import { useQuery } from '@tanstack/react-query'
import { useLive } from '../live/live_context.tsx'
import { isConnected, serverWords, type Readiness } from './server_words.ts'

const askEveryMs = 15_000

// The server may answer and yet not be whole: what of it is missing is said above every screen, once.
export function Degraded() {
  const live = useLive()
  const readiness = useQuery({
    queryKey: ['readiness'],
    // A server that is not ready says so with 503, and what is missing in the same words.
    queryFn: async ({ signal }) =>
      (await (
        await fetch('/readyz', { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) })
      ).json()) as Readiness,
    enabled: !isConnected(live),
    refetchInterval: askEveryMs,
    retry: false,
  })
  const words = serverWords(live, { readiness: readiness.data, failed: readiness.isError })
  return (
    <>
      <div className="visually-hidden" role="status">
        {words ?? ''}
      </div>
      {words !== null && (
        <div className="banner banner-waiting" data-testid="degraded">
          {words}
        </div>
      )}
    </>
  )
}
