import { addressOf } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { useRoster } from './roster_api.ts'

// The duty posts for which nobody is planned, while there is time to find somebody. Silent where nothing is missing.
export function RosterGaps() {
  const session = useSession()
  const roster = useRoster(may(session, 'dispatch_acknowledge'))
  const gaps = roster.data?.gaps ?? []
  if (gaps.length === 0) return null
  return (
    <section className="record-section" aria-labelledby="roster_gaps">
      <h2 id="roster_gaps">Gaps in the roster</h2>
      <ul>
        {gaps.map((gap) => (
          <li key={`${gap.post} ${gap.area ?? ''} ${gap.from}`}>{gap.text}</li>
        ))}
      </ul>
      <p>
        <a href={addressOf({ screen: 'supervisor', tab: 'roster' })}>Fill them in the roster</a>
      </p>
    </section>
  )
}
