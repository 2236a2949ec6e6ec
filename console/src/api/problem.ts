// What went wrong with a request, in the server's own words where it gave any (RFC 9457).
import type { Problem } from './types.ts'

export class RequestProblem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly requestId: string | null
  readonly errors: NonNullable<Problem['errors']>
  // Seconds to wait before trying again, when the server named them (Retry-After).
  readonly retryAfterS: number | null

  constructor(status: number, body: Partial<Problem>, requestId: string | null, retryAfterS: number | null = null) {
    super(body.title ?? `The server answered ${status}`)
    this.name = 'RequestProblem'
    this.status = status
    this.code = body.code ?? 'unknown'
    this.detail = body.detail ?? ''
    this.requestId = body.request_id ?? requestId
    this.errors = body.errors ?? []
    this.retryAfterS = retryAfterS
  }
}

// Status 0: no answer reached the browser.
export function noAnswer(): RequestProblem {
  return new RequestProblem(
    0,
    {
      code: 'no_answer',
      title: 'The server did not answer',
      detail: 'Nothing is known to be saved. Try again: the same contact is never taken twice.',
    },
    null,
  )
}

export function asProblem(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error
  const detail = error instanceof Error ? error.message : String(error)
  return new RequestProblem(0, { code: 'console_fault', title: 'The console could not go on', detail }, null)
}
