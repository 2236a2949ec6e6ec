import { useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Session } from '../api/types.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { spanInWords } from '../common/time.ts'
import { board, takeContact } from './screens.ts'

interface Props {
  note: string | null
  onSignedIn: (session: Session) => void
}

function Refusal({ problem }: { problem: RequestProblem }) {
  if (problem.status === 429) {
    const wait = problem.retryAfterS === null ? 'a little while' : spanInWords(problem.retryAfterS * 1000)
    return (
      <div className="problem" role="alert">
        <p className="problem-title">Too many tries</p>
        <p>Signing in is slowed down to keep strangers out. Try again in {wait}.</p>
        {problem.requestId !== null && (
          <p className="problem-request">
            Request <code>{problem.requestId}</code>
          </p>
        )}
      </div>
    )
  }
  return <ProblemBox error={problem} />
}

export function SignIn({ note, onSignedIn }: Props) {
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [missing, setMissing] = useState<'account' | 'password' | null>(null)
  const accountField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)

  useEffect(() => {
    document.title = 'Sign in - Frontdoor'
    accountField.current?.focus()
    // So that the screen stands as soon as somebody is signed in, and takes the next key.
    for (const { ahead } of [takeContact, board]) ahead().catch(() => undefined)
  }, [])

  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (sending) return
    const name = account.trim()
    const lacks = name === '' ? 'account' : password === '' ? 'password' : null
    setMissing(lacks)
    setProblem(null)
    if (lacks !== null) {
      ;(lacks === 'account' ? accountField : passwordField).current?.focus()
      return
    }
    setSending(true)
    api.signIn(name, password).then(onSignedIn, (error: unknown) => {
      setSending(false)
      setProblem(asProblem(error))
      passwordField.current?.select()
    })
  }

  return (
    <main className="sign-in">
      <h1>Frontdoor</h1>
      <p className="sign-in-lead">Sign in to the control room’s console</p>
      {note !== null && (
        <p className="note-box" role="status">
          {note}
        </p>
      )}
      {problem && <Refusal problem={problem} />}
      <form onSubmit={submit} noValidate>
        <label htmlFor="account">Account name</label>
        <input
          id="account"
          ref={accountField}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={account}
          aria-invalid={missing === 'account'}
          aria-describedby={missing === 'account' ? 'missing' : undefined}
          onChange={(event) => setAccount(event.target.value)}
        />
        <label htmlFor="password">Password</label>
        <input
          id="password"
          ref={passwordField}
          type="password"
          autoComplete="current-password"
          value={password}
          aria-invalid={missing === 'password'}
          aria-describedby={missing === 'password' ? 'missing' : undefined}
          onChange={(event) => setPassword(event.target.value)}
        />
        {missing !== null && (
          <p id="missing" className="field-error" role="alert">
            {missing === 'account' ? 'Enter your account name' : 'Enter your password'}
          </p>
        )}
        <button type="submit" className="button button-main" aria-disabled={sending}>
          {sending ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  )
}
