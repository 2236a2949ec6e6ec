import { lazy, useEffect, useState } from 'react'
import { CallOpener } from '../calls/call_opener.tsx'
import { Banner } from './banner.tsx'
import { Degraded } from './degraded.tsx'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from './keys.ts'
import { go, useRoute, type Route } from './route.ts'
import { Screen } from './screen.tsx'
import { board, takeContact } from './screens.ts'
import { may, useSession } from './session.tsx'

// What most people do not open at all is fetched when it is opened.
const IncidentPage = lazy(async () => ({ default: (await import('../incident/incident_page.tsx')).IncidentPage }))
const ProblemPage = lazy(async () => ({ default: (await import('../problems/problem_page.tsx')).ProblemPage }))
const WorkPage = lazy(async () => ({ default: (await import('../my_work/work_page.tsx')).WorkPage }))
const SupervisorPage = lazy(async () => ({
  default: (await import('../supervisor/supervisor_page.tsx')).SupervisorPage,
}))
const AuditPage = lazy(async () => ({ default: (await import('../supervisor/audit_page.tsx')).AuditPage }))
const TrainingPage = lazy(async () => ({ default: (await import('../training/training_page.tsx')).TrainingPage }))
const Wallboard = lazy(async () => ({ default: (await import('../supervisor/wallboard.tsx')).Wallboard }))

const names: Record<Route['screen'], string> = {
  contact: 'Take contact',
  board: 'Board',
  incident: 'Incident',
  problem: 'Problem record',
  work: 'My work',
  supervisor: 'Supervisor',
  audit: 'Audit page',
  wallboard: 'Wallboard',
  training: 'Training',
  start: 'Start',
}

function firstScreen(takes: boolean, watches: boolean, supervises: boolean, role: string): Route {
  if (takes && (!watches || role === 'call_handler')) return { screen: 'contact' }
  if (watches) return { screen: 'board', incident: null }
  return supervises ? { screen: 'supervisor', tab: 'demand' } : { screen: 'start' }
}

export function Shell({ onSignOut }: { onSignOut: () => void }) {
  const session = useSession()
  const takes = may(session, 'contact_create')
  const watches = may(session, 'incident_read') && may(session, 'console_connect')
  const works = may(session, 'task_work')
  const supervises = may(session, 'crime_audit')
  const trains = may(session, 'training') || may(session, 'training_results')
  const asked = useRoute()
  const open: Record<Route['screen'], boolean> = {
    contact: takes,
    board: watches,
    incident: may(session, 'incident_read'),
    problem: may(session, 'problem_work'),
    work: works,
    supervisor: supervises,
    audit: may(session, 'audit_read'),
    wallboard: may(session, 'screening_audit'),
    training: trains,
    start: false,
  }
  const allowed = open[asked.screen] ? asked : firstScreen(takes, watches, supervises, session.account.role)
  const [helping, setHelping] = useState(false)

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen()) return
    if (event.key === 'F2' && takes) go({ screen: 'contact' })
    else if (event.key === 'F4' && watches && isPlain(event)) go({ screen: 'board', incident: null })
    else if (event.altKey && event.key.toLowerCase() === 'w' && works) go({ screen: 'work' })
    else if (event.altKey && event.key.toLowerCase() === 't' && trains)
      go({ screen: 'training', part: 'exercises', exercise: null })
    else if (event.key === 'F10' && supervises && isPlain(event)) go({ screen: 'supervisor', tab: 'demand' })
    else if (event.key === 'F1') setHelping(true)
    else if (event.key === '?' && singleKeysOn() && !isTyping(event.target)) setHelping(true)
    else return
    event.preventDefault()
  })

  // The main screens are fetched, too, where nobody signed in on this page; none is missing should the server be lost later.
  useEffect(() => {
    const others = [...(takes ? [takeContact] : []), ...(watches ? [board] : [])]
    const timer = setTimeout(() => {
      for (const { ahead } of others) ahead().catch(() => undefined)
    }, 1500)
    return () => clearTimeout(timer)
  }, [takes, watches])

  useEffect(() => {
    document.title = `${names[allowed.screen]} - Frontdoor`
  }, [allowed.screen])

  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
      >
        Skip to the main part
      </a>
      <Header
        screen={allowed.screen}
        takes={takes}
        watches={watches}
        works={works}
        supervises={supervises}
        trains={trains}
        onHelp={() => setHelping(true)}
        onSignOut={onSignOut}
      />
      <div className="banners">
        <Banner />
        <Degraded />
        {takes && <CallOpener screen={allowed.screen} />}
      </div>
      <main id="main" tabIndex={-1} className={`main main-${allowed.screen}`}>
        <Screen key={allowed.screen}>
          {allowed.screen === 'contact' && <takeContact.Screen />}
          {allowed.screen === 'board' && <board.Screen incident={allowed.incident} />}
          {allowed.screen === 'incident' && <IncidentPage key={allowed.incident} id={allowed.incident} />}
          {allowed.screen === 'problem' && <ProblemPage key={allowed.problem} id={allowed.problem} />}
          {allowed.screen === 'work' && <WorkPage />}
          {allowed.screen === 'supervisor' && <SupervisorPage tab={allowed.tab} />}
          {allowed.screen === 'audit' && (
            <AuditPage
              key={allowed.incident}
              incident={allowed.incident}
              queue={allowed.queue}
              review={allowed.review}
            />
          )}
          {allowed.screen === 'wallboard' && <Wallboard />}
          {allowed.screen === 'training' && <TrainingPage part={allowed.part} exercise={allowed.exercise} />}
        </Screen>
        {allowed.screen === 'start' && (
          <div className="lonely">
            <h1>Nothing here for your role yet</h1>
            <p>
              You are signed in as {session.account.display_name} ({session.account.role.replaceAll('_', ' ')}). Taking
              contacts and the board are for other roles.
            </p>
          </div>
        )}
      </main>
      {helping && <Help screen={allowed.screen} onClose={() => setHelping(false)} />}
    </div>
  )
}
