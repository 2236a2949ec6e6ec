// Every request the console makes goes through here: cookies, the CSRF token, problems and the server's clock.
import { serverClock } from '../common/server_clock.ts'
import { noAnswer, RequestProblem } from './problem.ts'
import type {
  Assessment,
  Card,
  ContactAnswer,
  ContactRequest,
  Facts,
  Incident,
  IncidentLog,
  NoteAnswer,
  Policy,
  Problem,
  Session,
} from './types.ts'

let csrfToken: string | null = null
let onSignedOut: () => void = () => undefined

export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

// Called when a request is refused because nobody is signed in any more.
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  idempotencyKey?: string
  // The version this was decided on (If-Match).
  version?: number | null
  // What comes back where it is not JSON.
  as?: 'text'
  signal?: AbortSignal
  timeoutMs?: number
}

async function problemOf(response: Response): Promise<RequestProblem> {
  let body: Partial<Problem> = {}
  try {
    body = (await response.json()) as Partial<Problem>
  } catch {
    body = { title: `The server answered ${response.status}` }
  }
  const wait = Number(response.headers.get('Retry-After') ?? '')
  const requestId = response.headers.get('X-Request-Id')
  return new RequestProblem(response.status, body, requestId, Number.isFinite(wait) && wait > 0 ? wait : null)
}

export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const { method = 'GET', body, idempotencyKey, version, signal, timeoutMs = 15_000 } = options
  const headers: Record<string, string> = { Accept: options.as === 'text' ? 'text/plain' : 'application/json' }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET' && csrfToken !== null) headers['X-CSRF-Token'] = csrfToken
  if (idempotencyKey !== undefined) headers['Idempotency-Key'] = idempotencyKey
  if (version !== undefined && version !== null) headers['If-Match'] = `"${version}"`
  const limit = AbortSignal.timeout(timeoutMs)
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw noAnswer()
  }
  serverClock.heard(response.headers.get('Date'))
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.status === 401 && !path.startsWith('/v1/session')) onSignedOut()
    throw problem
  }
  if (response.status === 204) return undefined as T
  if (options.as === 'text') return (await response.text()) as T
  return (await response.json()) as T
}

export const api = {
  session: () => request<Session>('/v1/session'),
  signIn: (account: string, password: string) =>
    request<Session>('/v1/session', { method: 'POST', body: { account, password } }),
  signOut: () => request<undefined>('/v1/session', { method: 'DELETE' }),
  policy: () => request<Policy>('/v1/policy'),
  assess: (facts: Facts, narrative: string, signal: AbortSignal) =>
    request<{ assessment: Assessment }>('/v1/assess', {
      method: 'POST',
      body: narrative.trim() === '' ? { facts } : { facts, narrative },
      signal,
    }),
  takeContact: (contact: ContactRequest, idempotencyKey: string) =>
    request<ContactAnswer>('/v1/contacts', { method: 'POST', body: contact, idempotencyKey }),
  incident: (id: string) => request<Incident>(`/v1/incidents/${encodeURIComponent(id)}`),
  incidentLog: (id: string) => request<IncidentLog>(`/v1/incidents/${encodeURIComponent(id)}/log`),
  grade: (id: string, grade: string, idempotencyKey: string, rationale?: string) =>
    request<Card>(`/v1/incidents/${encodeURIComponent(id)}/grade`, {
      method: 'POST',
      body: rationale ? { grade, rationale } : { grade },
      idempotencyKey,
    }),
  addNote: (id: string, text: string, idempotencyKey: string) =>
    request<NoteAnswer>(`/v1/incidents/${encodeURIComponent(id)}/notes`, {
      method: 'POST',
      body: { text },
      idempotencyKey,
    }),
}
