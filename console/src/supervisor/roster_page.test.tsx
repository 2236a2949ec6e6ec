import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Duty, Permission, Roster, Session } from '../api/types.ts'
import { serverClock } from '../common/server_clock.ts'
import { SessionContext } from '../shell/session.tsx'
import { RosterPage } from './roster_page.tsx'

const from = new Date(serverClock.now() - 3_600_000).toISOString()
const to = new Date(serverClock.now() + 3_600_000).toISOString()
const duty: Duty = { post: 'district_inspector', area: 'north', person: 'insp1', from, to, on_call: false }

let roster: Roster
let refuse: { status: number; body: unknown } | null
const sent: { path: string; body: { duties: Duty[] }; version: string | null }[] = []

function answer(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'X-Request-Id': 'request-1' } })
}

beforeEach(() => {
  refuse = null
  sent.length = 0
  roster = {
    version: 4,
    planned_to: to,
    tell: 'supervisor',
    posts: [
      { post: 'district_inspector', area: 'north' },
      { post: 'supervisor', area: null },
    ],
    duties: [duty],
    gaps: [{ post: 'supervisor', area: null, from, to: null, named_at: from, text: 'Nobody is planned.' }],
  }
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    if (init.method === 'PUT') {
      if (refuse !== null) return Promise.resolve(answer(refuse.status, refuse.body))
      const body = JSON.parse(init.body as string) as { duties: Duty[] }
      sent.push({ path, body, version: new Headers(init.headers).get('If-Match') })
      roster = {
        ...roster,
        version: roster.version + 1,
        duties: body.duties.map((one) => ({ ...one, area: (one as Partial<Duty>).area ?? null })),
      }
      return Promise.resolve(answer(200, { roster }))
    }
    if (path.startsWith('/v1/roster'))
      return Promise.resolve(refuse?.status === 503 ? answer(503, refuse.body) : answer(200, { roster }))
    if (path === '/v1/policy') return Promise.resolve(answer(404, {}))
    return Promise.resolve(answer(200, { items: [] }))
  })
  // The test's browser has no modal dialogs of its own.
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.setAttribute('open', '')
  }
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function show(permissions: Permission[] = ['dispatch_acknowledge', 'shift_change', 'console_connect']) {
  const session = { account: { name: 'supervisor', districts: [] }, permissions } as unknown as Session
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionContext value={session}>
        <RosterPage />
      </SessionContext>
    </QueryClientProvider>,
  )
}
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

describe('the roster', () => {
  it('puts somebody on a gap by keys alone, on the version that stands, and takes it back', async () => {
    show()
    const gap = await screen.findByRole('button', { name: /^Gap: nobody since/ })
    press('ArrowDown')
    await waitFor(() => expect(document.activeElement).toBe(gap))
    press('p')
    fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'sgt7' } })
    fireEvent.keyDown(screen.getByLabelText('Until'), { key: 'Enter', ctrlKey: true })
    await screen.findByText('Planned.')
    expect(sent[0]).toMatchObject({ version: '"4"', body: { duties: [{ post: 'supervisor', person: 'sgt7' }] } })
    await screen.findByRole('button', { name: /^sgt7 until/ })
    press('u')
    await screen.findByText('Taken back: the roster stands as it did before.')
    expect(sent[1]?.body.duties.map((one) => one.person)).not.toContain('sgt7')
    expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull()
  })

  it('shows a refusal beside its field, with what ends it', async () => {
    refuse = {
      status: 422,
      body: {
        title: 'This cannot be planned',
        errors: [
          { pointer: '/duties/0/person', code: 'pattern', detail: 'This is no account.', remedy: 'Give the account.' },
        ],
      },
    }
    show()
    await screen.findByRole('button', { name: /^insp1 until/ })
    press('i')
    fireEvent.change(screen.getByLabelText('Who'), { target: { value: 'Ann Other' } })
    fireEvent.keyDown(screen.getByLabelText('Until'), { key: 'Enter', ctrlKey: true })
    await screen.findByText(/This is no account\. .*Give the account\./)
    expect(screen.getByLabelText('Who').getAttribute('aria-invalid')).toBe('true')
  })

  it('says calmly that it can not be read, and that it is asked for again', async () => {
    refuse = { status: 503, body: { code: 'degraded', title: 'The record is away', detail: 'Use paper for it.' } }
    show()
    expect((await screen.findByText(/asked for again every/)).textContent).toContain('The record is away.')
    expect(screen.queryByRole('alert')).toBeNull()
    expect(screen.getByText('request-1')).toBeDefined()
  })

  it('is only read by those who do not plan it', async () => {
    show(['dispatch_acknowledge'])
    const on = await screen.findByRole('button', { name: /^insp1 until/ })
    fireEvent.click(on)
    press('t')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByText('The roster is planned by supervisors.')).toBeDefined()
  })
})
