import { lazy, useEffect, useState } from 'react'
import { CallOpener } from '../calls/call_opener.tsx'
import { Banner } from './banner.tsx'
import { Degraded } from './degraded.tsx'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from './keys.ts'
import { go, useRoute, type Route } from './route.ts'
import { Screen } from './screen.tsx'
import { may, useSession } from './session.tsx'

// Each screen is fetched when it is first wanted, and the others right after, so that none is missing should the server
// be lost later.
const fetchContact = () => import('../contact/take_contact.tsx')
const fetchBoard = () => import('../board/board_screen.tsx')
const TakeContact = lazy(async () => ({ default: (await fetchContact()).TakeContact }))
const BoardScreen = lazy(async () => ({ default: (await fetchBoard()).BoardScreen }))

function firstScreen(takes: boolean, watches: boolean, role: string): Route {
  if (takes && (!watches || role === 'call_handler')) return { screen: 'contact' }
  return watches ? { screen: 'board', incident: null } : { screen: 'start' }
}

export function Shell({ onSignOut }: { onSignOut: () => void }) {
  const session = useSession()
  const takes = may(session, 'contact_create')
  const watches = may(session, 'incident_read') && may(session, 'console_connect')
  const asked = useRoute()
  const allowed =
    (asked.screen === 'contact' && takes) || (asked.screen === 'board' && watches)
      ? asked
      : firstScreen(takes, watches, session.account.role)
  const [helping, setHelping] = useState(false)

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen()) return
    if (event.key === 'F2' && takes) go({ screen: 'contact' })
    else if (event.key === 'F4' && watches && isPlain(event)) go({ screen: 'board', incident: null })
    else if (event.key === 'F1') setHelping(true)
    else if (event.key === '?' && singleKeysOn() && !isTyping(event.target)) setHelping(true)
    else return
    event.preventDefault()
  })

  useEffect(() => {
    const others = [...(takes ? [fetchContact] : []), ...(watches ? [fetchBoard] : [])]
    const timer = setTimeout(() => {
      for (const fetchOther of others) fetchOther().catch(() => undefined)
    }, 1500)
    return () => clearTimeout(timer)
  }, [takes, watches])

  useEffect(() => {
    const names: Record<Route['screen'], string> = { contact: 'Take contact', board: 'Board', start: 'Start' }
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
          {allowed.screen === 'contact' && <TakeContact />}
          {allowed.screen === 'board' && <BoardScreen incident={allowed.incident} />}
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
