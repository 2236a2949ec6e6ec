import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type { RosterAnswer } from '../api/types.ts'
import { may, useSession } from '../shell/session.tsx'

// The duty posts for which nobody is planned, while there is time to find somebody. Silent where nothing is missing.
export function RosterGaps() {
  const session = useSession()
  const roster = useQuery({
    queryKey: ['roster'],
    queryFn: () => request<RosterAnswer>('/v1/roster'),
    enabled: may(session, 'dispatch_acknowledge'),
    refetchInterval: 60_000,
  })
  const gaps = roster.data?.roster.gaps ?? []
  if (gaps.length === 0) return null
  return (
    <section className="record-section" aria-labelledby="roster_gaps">
      <h2 id="roster_gaps">Gaps in the roster</h2>
      <ul>
        {gaps.map((gap) => (
          <li key={`${gap.post} ${gap.area ?? ''} ${gap.from}`}>{gap.text}</li>
        ))}
      </ul>
    </section>
  )
}
