import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { api, setCsrfToken, whenSignedOut } from './api/client.ts'
import { asProblem } from './api/problem.ts'
import type { Session } from './api/types.ts'
import { ProblemBox } from './common/problem_box.tsx'
import { dropDraft } from './contact/draft.ts'
import { LiveConnection } from './live/connection.ts'
import { LiveContext } from './live/live_context.tsx'
import { may, SessionContext } from './shell/session.tsx'
import { Shell } from './shell/shell.tsx'
import { SignIn } from './shell/sign_in.tsx'

type Who =
  | { state: 'asking' }
  | { state: 'unknown'; error: unknown }
  | { state: 'nobody'; note: string | null }
  | { state: 'in'; session: Session }

function makeLive(session: Session, onSessionDoubt: () => void): LiveConnection | null {
  if (!may(session, 'console_connect')) return null
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return new LiveConnection({
    url: `${scheme}://${location.host}/v1/console`,
    answersDispatches: may(session, 'dispatch_acknowledge'),
    onSessionDoubt,
  })
}

export function App() {
  const [who, setWho] = useState<Who>({ state: 'asking' })
  const [live, setLive] = useState<LiveConnection | null>(null)
  const queries = useQueryClient()

  const leave = useCallback(
    (note: string | null) => {
      setCsrfToken(null)
      queries.clear()
      setLive(null)
      setWho({ state: 'nobody', note })
    },
    [queries],
  )

  const enter = useCallback(
    (session: Session) => {
      setCsrfToken(session.csrf_token)
      const doubt = () => {
        api.session().catch((error: unknown) => {
          if (asProblem(error).status === 401)
            leave('Your session has ended. Sign in again; what you were writing is kept.')
        })
      }
      setLive(makeLive(session, doubt))
      setWho({ state: 'in', session })
    },
    [leave],
  )

  const ask = useCallback(() => {
    api
      .session()
      .then(enter)
      .catch((error: unknown) => {
        if (asProblem(error).status === 401) leave(null)
        else setWho({ state: 'unknown', error })
      })
  }, [enter, leave])

  useEffect(() => {
    whenSignedOut(() => leave('Your session has ended. Sign in again; what you were writing is kept.'))
    ask()
  }, [ask, leave])

  useEffect(() => {
    live?.start()
    return () => live?.stop()
  }, [live])

  const signOut = useCallback(
    (account: string) => {
      dropDraft(sessionStorage, account)
      api.signOut().then(
        () => leave('You have signed out.'),
        (error: unknown) => {
          // Without an answer the cookie may still be good, and saying otherwise would be unsafe.
          if (asProblem(error).status === 401) leave('You have signed out.')
          else setWho({ state: 'unknown', error })
        },
      )
    },
    [leave],
  )

  if (who.state === 'asking') {
    return (
      <main className="lonely" aria-busy="true">
        <p>Loading Frontdoor…</p>
      </main>
    )
  }
  if (who.state === 'unknown') {
    const retry = () => {
      setWho({ state: 'asking' })
      ask()
    }
    return (
      <main className="lonely">
        <h1>Frontdoor can not be reached</h1>
        <ProblemBox
          error={who.error}
          action={
            <button type="button" className="button" onClick={retry}>
              Try again
            </button>
          }
        />
      </main>
    )
  }
  if (who.state === 'nobody') return <SignIn note={who.note} onSignedIn={enter} />
  return (
    <SessionContext value={who.session}>
      <LiveContext value={live}>
        <Shell onSignOut={() => signOut(who.session.account.name)} />
      </LiveContext>
    </SessionContext>
  )
}
