import { useEffect, useRef } from 'react'
import type { Permission } from '../api/types.ts'
import { ProblemList } from '../problems/problem_list.tsx'
import { addressOf, type SupervisorTab } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { Consoles } from './consoles.tsx'
import { Crimes } from './crimes.tsx'
import { Disputes } from './disputes.tsx'
import { Downgrades } from './downgrades.tsx'
import { Escalations } from './escalations.tsx'
import { LiveDemand } from './live_demand.tsx'
import { Returns } from './returns.tsx'
import { Reviews } from './reviews.tsx'
import { RosterPage } from './roster_page.tsx'
import '../styles/record.css'

interface Tab {
  tab: SupervisorTab
  name: string
  permission: Permission
  show: () => React.ReactNode
}

const tabs: readonly Tab[] = [
  { tab: 'demand', name: 'Live demand', permission: 'screening_audit', show: () => <LiveDemand /> },
  { tab: 'escalations', name: 'Escalations', permission: 'incident_read', show: () => <Escalations /> },
  { tab: 'roster', name: 'Roster', permission: 'dispatch_acknowledge', show: () => <RosterPage /> },
  { tab: 'reviews', name: 'Review queue', permission: 'audit_read', show: () => <Reviews /> },
  { tab: 'disputes', name: 'Disputes and calibration', permission: 'audit_read', show: () => <Disputes /> },
  { tab: 'downgrades', name: 'Downgrades', permission: 'audit_read', show: () => <Downgrades /> },
  { tab: 'returns', name: 'Came back', permission: 'screening_audit', show: () => <Returns /> },
  { tab: 'crimes', name: 'Crimes', permission: 'crime_audit', show: () => <Crimes /> },
  { tab: 'problems', name: 'Problem records', permission: 'problem_work', show: () => <ProblemList /> },
  { tab: 'consoles', name: 'Consoles', permission: 'audit_read', show: () => <Consoles /> },
]

// What a supervisor, an auditor and the crime registrar watch over; each sees the parts that are theirs.
export function SupervisorPage({ tab }: { tab: SupervisorTab }) {
  const session = useSession()
  const title = useRef<HTMLHeadingElement>(null)
  const mine = tabs.filter((one) => may(session, one.permission))
  const shown = mine.find((one) => one.tab === tab) ?? mine[0]
  useEffect(() => title.current?.focus(), [])
  return (
    <div className="page">
      <div className="page-head">
        <h1 ref={title} tabIndex={-1}>
          {shown?.name ?? 'Supervisor'}
        </h1>
        {may(session, 'screening_audit') && <a href={addressOf({ screen: 'wallboard' })}>Wallboard</a>}
      </div>
      <nav className="tabs" aria-label="Parts">
        {mine.map((one) => (
          <a
            key={one.tab}
            href={addressOf({ screen: 'supervisor', tab: one.tab })}
            aria-current={one.tab === shown?.tab ? 'page' : undefined}
          >
            {one.name}
          </a>
        ))}
      </nav>
      {shown?.show()}
    </div>
  )
}
