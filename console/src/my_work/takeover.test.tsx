import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Permission, Pod, Policy, Session, TakenOver, TakeoverAnswer } from '../api/types.ts'
import { SessionContext } from '../shell/session.tsx'
import { aCard, aDuty } from '../test_support.ts'
import { Takeover } from './takeover.tsx'
import { asTheyAre, besidesTheList, ownDutyName } from './takeover_words.ts'

const policy = {
  grades: [
    { grade: '1', name: 'Emergency' },
    { grade: '2', name: 'Priority' },
  ],
  working: { posts: [{ post: 'district_inspector', name: 'District inspector' }] },
} as unknown as Policy
const pods: Pod[] = [{ pod: 'north', name: 'North', districts: ['Salford'], talkgroups: ['north'], posts: [] }]

type Waiting = TakenOver['incidents'][number]
const knife: Waiting = {
  id: 'one',
  number: 'GMP-20260307-000007',
  grade: '1',
  district: 'Salford',
  resourcing: 'resourced',
}
const unplaced: Waiting = {
  id: 'two',
  number: 'GMP-20260307-000003',
  grade: '2',
  district: null,
  resourcing: 'unresourced',
}

function aTakeover(part: Partial<TakenOver> = {}): TakenOver {
  return { duty: aDuty(), incidents: [knife, unplaced], more: 0, ...part }
}

describe('what a duty takes over, in words', () => {
  it('is that of the post and of where it is held, and says who only stands in', () => {
    expect(ownDutyName(policy, pods, aDuty())).toBe('District inspector, North')
    expect(ownDutyName(policy, pods, aDuty({ area: null }))).toBe('District inspector, the whole force')
    expect(ownDutyName(policy, pods, aDuty({ area: 'Bury', on_call: true }))).toBe(
      'District inspector, Bury, standing in on call',
    )
    expect(ownDutyName(undefined, [], aDuty())).toBe('District inspector, north')
  })

  it('tells how many more there were than are listed', () => {
    expect(besidesTheList(aTakeover())).toBeNull()
    expect(besidesTheList(aTakeover({ more: 1 }))).toBe('and 1 more was open when it began.')
    expect(besidesTheList(aTakeover({ more: 1200 }))).toBe('and 1,200 more were open when it began.')
    expect(besidesTheList(aTakeover({ incidents: [], more: 2 }))).toBe(
      'None of those that were listed is open now, and 2 more were open when it began.',
    )
  })

  it('is said calmly where it is nothing', () => {
    expect(besidesTheList(aTakeover({ incidents: [] }))).toBe('Nothing is left for you to take over.')
    expect(besidesTheList(aTakeover({ duty: aDuty({ on_call: true }), incidents: [] }))).toBe(
      'Nothing is handed over to you before you are called.',
    )
  })

  it('follows the live board, in the order in which it was handed over', () => {
    const board = new Map([['two', aCard({ id: 'two', resourcing: 'attended' })]])
    expect(asTheyAre([knife, unplaced], board).map((one) => one.resourcing)).toEqual(['resourced', 'attended'])
    expect(asTheyAre([knife, unplaced], undefined)).toEqual([knife, unplaced])
  })
})

let answers: TakeoverAnswer
let refuse: { status: number; body: unknown } | null
const asked: string[] = []

function answer(status: number, body: unknown): Promise<Response> {
  return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'X-Request-Id': 'request-1' } }))
}

beforeEach(() => {
  // Ten in the morning in London, in winter.
  vi.setSystemTime(Date.parse('2026-03-07T10:00:00Z'))
  answers = { begun: [aTakeover()], next: null }
  refuse = null
  asked.length = 0
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    if (path === '/v1/policy') return answer(200, policy)
    if (path === '/v1/pods') return answer(200, { items: pods })
    return refuse === null ? answer(200, answers) : answer(refuse.status, refuse.body)
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

// Resolves once all has been read.
async function show(permissions: Permission[] = ['dispatch_acknowledge', 'console_connect']) {
  const session = { account: { name: 'insp1', districts: [] }, permissions } as unknown as Session
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(
    <QueryClientProvider client={queries}>
      <SessionContext value={session}>
        <Takeover />
      </SessionContext>
    </QueryClientProvider>,
  )
  await waitFor(() => expect(queries.isFetching()).toBe(0))
  return queries
}
const words = async () =>
  (await screen.findByRole('heading', { name: 'What you take over' })).closest('section')?.textContent

describe('what you take over, in My work', () => {
  it('is the incidents of the duty that runs, each a link to its record, with whether somebody goes', async () => {
    await show()
    const duty = await screen.findByRole('heading', { name: 'District inspector, North, until 18:00' })
    const [first, second] = within(screen.getByRole('list', { name: duty.textContent })).getAllByRole('listitem')
    expect(first?.textContent).toContain('Grade 1, Emergency')
    expect(first?.textContent).toContain('GMP-20260307-000007 Salford, unit going')
    expect(second?.textContent).toContain('GMP-20260307-000003 no district, no unit')
    expect(screen.getByRole('link', { name: 'GMP-20260307-000007' }).getAttribute('href')).toBe('#/incident/one')
    expect(screen.queryByText(/Your next duty/)).toBeNull()
  })

  it('shows the first of many, and all when asked', async () => {
    const incidents = Array.from({ length: 23 }, (_, i): Waiting => ({
      ...knife,
      id: `${i}`,
      number: `GMP-20260307-${i}`,
    }))
    answers.begun = [aTakeover({ incidents })]
    await show()
    expect(await screen.findAllByRole('listitem')).toHaveLength(20)
    fireEvent.click(screen.getByRole('button', { name: 'Show all 23' }))
    expect(screen.getAllByRole('listitem')).toHaveLength(23)
    fireEvent.click(screen.getByRole('button', { name: 'Show the first 20' }))
    expect(screen.getAllByRole('listitem')).toHaveLength(20)
  })

  it('says how many more were open when it began, and where they are', async () => {
    answers.begun = [aTakeover({ more: 5 })]
    await show()
    expect(await words()).toContain('and 5 more were open when it began. The board has all that is open.')
    expect(screen.getByRole('link', { name: 'The board' }).getAttribute('href')).toBe('#/board')
  })

  it('says of each duty that runs what it takes over, also where that is nothing', async () => {
    answers.begun = [aTakeover(), aTakeover({ duty: aDuty({ area: null }), incidents: [] })]
    await show()
    await screen.findByRole('heading', { name: 'District inspector, the whole force, until 18:00' })
    expect(screen.getAllByRole('list')).toHaveLength(1)
    expect(screen.getByText('Nothing is left for you to take over.')).toBeDefined()
  })

  it('says when the next duty begins where none runs', async () => {
    answers = { begun: [], next: aDuty({ from: '2026-03-07T22:00:00Z', to: '2026-03-08T06:00:00Z' }) }
    await show()
    expect(await words()).toContain('Your next duty: District inspector, North, from Saturday 7 March, 22:00.')
    expect(screen.queryByRole('list')).toBeNull()
  })

  it('is not there for whom the roster has no duty', async () => {
    answers = { begun: [], next: null }
    await show()
    expect(asked).toContain('/v1/duty/takeover')
    expect(screen.queryByRole('heading')).toBeNull()
  })

  it('is not asked for by those who dispatch nothing', async () => {
    await show(['console_connect'])
    expect(asked).not.toContain('/v1/duty/takeover')
    expect(screen.queryByRole('heading')).toBeNull()
  })

  it('says calmly that it can not be read, and that it is asked for again', async () => {
    refuse = { status: 503, body: { code: 'degraded', title: 'The record is away', detail: 'Use paper for it.' } }
    await show()
    expect(await words()).toContain('The record is away. It is asked for again every 15 seconds, by itself.')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('keeps what was read while it can not be read again, and says from when it is', async () => {
    const queries = await show()
    refuse = { status: 503, body: { code: 'degraded', title: 'The record is away', detail: '' } }
    await queries.invalidateQueries({ queryKey: ['takeover'] })
    await screen.findByText(/asked for again every/)
    expect(await words()).toContain('What stands here was read at 10:00:00.')
    expect(screen.getByRole('link', { name: 'GMP-20260307-000007' })).toBeDefined()
  })
})
