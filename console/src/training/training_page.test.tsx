import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Permission, Session } from '../api/types.ts'
import type { TrainingPart } from '../shell/route.ts'
import { SessionContext } from '../shell/session.tsx'
import type { Exercise } from './training_api.ts'
import { TrainingPage } from './training_page.tsx'

const exercise: Exercise = {
  id: 'one',
  number: 'TRN-20260301-000001',
  trainee: 'user:handler',
  scenario: {
    scenario: 'a-knife',
    version: 1,
    title: 'On the parade',
    channel: '999',
    grade_within_s: 40,
    lines: [{ after_s: 0, who: 'caller', text: 'There is a man shouting.' }],
  },
  pack: 'gmp-2018',
  started_at: '2026-03-01T21:00:00Z',
  state: 'open',
  ended_at: null,
  at_s: 0,
  questions: [],
  facts: [],
  handed_in: null,
  result: null,
  version: 1,
}

const said = { proposed_grade: '1', most_urgent_possible: '1', reasons: [], pathway: null, flags: [], exclusions: [] }
const handedIn: Exercise = {
  ...exercise,
  state: 'submitted',
  handed_in: { grade: '1', flags: [], rationale: 'He has a knife.', at_s: 30 },
  result: {
    percent: 90,
    passed: true,
    grade: { verdict: 'right', steps: 0, expected: '1', expected_contact_only: null },
    asked: [],
    misheard: [],
    not_said: [],
    seconds: { to_grade: 30, allowed: 40, paused: 0 },
    pathway: { expected: 'DEPLOY_EMERGENCY', right: true },
    flags: { missed: [], wrong: [] },
    parts: [{ part: 'grade', percent: 100, points: 50 }],
    by_rules: said,
    by_rules_given: said,
    policy: { pack: 'gmp-2018', version: '1', sha256: '0' },
    teaching: 'Place and knife are enough.',
  },
}

const scenario = { scenario: 'a-knife', title: 'On the parade', channel: '999', done: 2 }
let answers: Record<string, { status: number; body: unknown }>
const sent: { path: string; body: unknown }[] = []

beforeEach(() => {
  sent.length = 0
  answers = {
    'GET /v1/training/scenarios': { status: 200, body: { items: [scenario], left_out: [] } },
    'GET /v1/training/exercises?limit=50': { status: 200, body: { items: [] } },
    'POST /v1/training/exercises': { status: 201, body: exercise },
    'GET /v1/training/exercises/one': { status: 200, body: handedIn },
  }
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    if (method === 'POST') sent.push({ path, body: JSON.parse(init.body as string) as unknown })
    const { status, body } = answers[`${method} ${path}`] ?? { status: 404, body: { title: 'Not here' } }
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'X-Request-Id': 'request-1' } }))
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function show(permissions: Permission[], part: TrainingPart = 'exercises', id: string | null = null) {
  const session = { account: { name: 'handler', districts: [] }, permissions } as unknown as Session
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionContext value={session}>
        <TrainingPage part={part} exercise={id} />
      </SessionContext>
    </QueryClientProvider>,
  )
}

describe('the training page', () => {
  it('begins the scenario that was chosen, plays it, and pauses by key, always saying that it reaches nobody', async () => {
    show(['training'])
    fireEvent.click(await screen.findByRole('button', { name: 'Begin On the parade' }))
    expect(await screen.findByText('There is a man shouting.')).toBeDefined()
    expect(sent[0]).toEqual({ path: '/v1/training/exercises', body: { scenario: 'a-knife' } })
    expect(screen.getByText('Training: nothing here reaches anyone')).toBeDefined()
    fireEvent.keyDown(document.body, { key: 'p' })
    expect(screen.getByText('Paused: no time is counted')).toBeDefined()
  })

  it('has a word where nothing is there yet, and says what could not be had, with its request', async () => {
    answers['GET /v1/training/scenarios'] = { status: 500, body: { title: 'The scenarios can not be read' } }
    show(['training'])
    expect(await screen.findByText('Nothing handed in yet. Your scores will stand here.')).toBeDefined()
    expect((await screen.findByRole('alert')).textContent).toContain('The scenarios can not be read')
    expect(screen.getByText('request-1')).toBeDefined()
  })

  it('shows what one’s own exercise came to, with why and what is to be learnt', async () => {
    show(['training'], 'own', 'one')
    expect(await screen.findByRole('heading', { name: '90 of 100: passed' })).toBeDefined()
    expect(screen.getByText('He has a knife.')).toBeDefined()
    expect(screen.getByText('Place and knife are enough.')).toBeDefined()
    expect(screen.getByRole('row', { name: /100 50$/ })).toBeDefined()
  })

  it('shows the agreement alone to those who watch and do not train', async () => {
    answers['GET /v1/training/agreement'] = {
      status: 200,
      body: { all: { trainees: 1, alpha: null }, trainees_min: 3, scenarios: [], method: 'Krippendorff.' },
    }
    answers['GET /v1/training/results?limit=200'] = { status: 200, body: { items: [] } }
    show(['training_results'])
    expect(await screen.findByRole('heading', { name: 'Agreement and results' })).toBeDefined()
    expect(await screen.findByText('Nothing has been handed in.')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Deal me one' })).toBeNull()
    expect(screen.queryByRole('navigation')).toBeNull()
  })
})
