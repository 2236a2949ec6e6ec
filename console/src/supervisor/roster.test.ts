import { describe, expect, it } from 'vitest'
import { RequestProblem } from '../api/problem.ts'
import type { Roster } from '../api/types.ts'
import { besideFields, planOf, putOn, takeOff, undone, windowOf } from './roster_changes.ts'
import { dutyOf, putOnForm, takeOffForm, type RosterContext } from './roster_forms.ts'
import { itemWords, keyOfDuty, linesOf, stepped, summaryOf } from './roster_words.ts'
import { aDuty } from '../test_support.ts'

// Ten in the morning in London, in winter.
const now = Date.parse('2026-03-07T10:00:00Z')

const night = aDuty({ person: 'insp2', from: '2026-03-07T18:00:00.000000Z', to: '2026-03-08T06:00:00.000000Z' })
const standIn = aDuty({ person: 'insp3', on_call: true })

function aRoster(part: Partial<Roster> = {}): Roster {
  return {
    version: 3,
    planned_to: '2026-03-09T00:00:00.000000Z',
    tell: 'supervisor',
    posts: [
      { post: 'supervisor', area: null },
      { post: 'district_inspector', area: 'north' },
    ],
    duties: [aDuty(), night, standIn],
    gaps: [
      {
        post: 'supervisor',
        area: null,
        from: '2026-03-07T09:00:00.000000Z',
        to: '2026-03-07T14:00:00.000000Z',
        named_at: '2026-03-06T09:00:00.000000Z',
        text: 'Nobody is planned as Supervisor.',
      },
    ],
    ...part,
  }
}

describe('the roster, a line a post', () => {
  const lines = linesOf(aRoster(), now)
  const words = (which: 'now' | 'next' | 'later', at: number) => lines[at]?.[which].map((one) => itemWords(one, now))

  it('has the posts that must be filled first, and says in words where nobody is', () => {
    expect(lines.map((one) => one.post)).toEqual(['supervisor', 'district_inspector'])
    expect(words('now', 0)).toEqual(['Gap: nobody since 09:00 until 14:00'])
  })

  it('tells who is on now, who stands in, and who comes next', () => {
    expect(words('now', 1)).toEqual(['insp1 until 18:00', 'On call: insp3 until 18:00'])
    expect(words('next', 1)).toEqual(['insp2 18:00 to Sun 8 Mar 06:00'])
    expect(words('later', 1)).toEqual([])
  })

  it('says that nothing was ever planned, and keeps a place for each post', () => {
    const empty = aRoster({ version: 0, planned_to: null, duties: [], gaps: [] })
    const bare = linesOf(empty, now)
    expect(bare).toHaveLength(2)
    expect(bare[0]?.now.map((one) => itemWords(one, now))).toEqual(['Gap: nobody is planned'])
    expect(summaryOf(empty, bare, 'Supervisor', now)).toContain('Nothing has been planned yet')
    expect(summaryOf(aRoster(), lines, 'Supervisor', now)).toBe(
      '1 gap is named, 1 of them now; Supervisor is told. Planned to Mon 9 Mar 00:00.',
    )
  })

  it('is gone through by the arrow keys, and ends at its ends', () => {
    const first = lines[0]?.now[0]?.key ?? ''
    const below = stepped(lines, first, 'ArrowDown')
    expect(below).toBe(lines[1]?.now[0]?.key)
    expect(stepped(lines, below, 'ArrowRight')).toBe(lines[1]?.now[1]?.key)
    expect(stepped(lines, below, 'ArrowDown')).toBe(below)
    expect(stepped(lines, below, 'ArrowUp')).toBe(first)
    expect(stepped(lines, below, 'Home')).toBe(first)
  })
})

describe('a change of the roster', () => {
  it('keeps whatever else begins in the time that it replaces', () => {
    const second = aDuty({ person: 'insp9', from: night.from, to: night.to, area: 'east' })
    const plan = planOf(aRoster(), putOn(second), now)
    expect(plan?.from).toBe(night.from)
    expect(plan?.to).toBe('2026-03-07T18:00:01.000Z')
    expect(plan?.duties.map((one) => one.person)).toEqual(['insp9', 'insp2'])
  })

  it('leaves out the area of a post of the whole force', () => {
    const plan = planOf(aRoster(), putOn(aDuty({ area: null, from: '2026-03-08T06:00:00Z' })), now)
    expect(plan?.duties[0]).not.toHaveProperty('area')
  })

  it('takes somebody who is on off at that moment, in a time that is not over', () => {
    const off = takeOff(aDuty(), '2026-03-07T10:00:00.000Z', now)
    expect(off.add[0]).toMatchObject({ person: 'insp1', to: '2026-03-07T10:00:00.000Z' })
    expect(Date.parse(windowOf(off, now).to)).toBeGreaterThan(now)
    expect(planOf(aRoster(), off, now)?.duties.map((one) => [one.person, one.to])).toEqual([
      ['insp1', '2026-03-07T10:00:00.000Z'],
      ['insp3', standIn.to],
    ])
  })

  it('knows a duty again however its begin is written', () => {
    expect(keyOfDuty(aDuty({ from: '2026-03-07T06:00:00.000Z' }))).toBe(keyOfDuty(aDuty()))
  })

  it('takes one that is to come out of the plan, and undo puts it back', () => {
    const off = takeOff(night, null, now)
    expect(planOf(aRoster(), off, now)?.duties).toEqual([])
    const without = aRoster({ duties: [aDuty(), standIn] })
    expect(planOf(without, undone(off), now)?.duties.map((one) => one.person)).toEqual(['insp2'])
  })

  it('is not sent twice where its first answer was lost, and is refused where it no longer fits', () => {
    expect(planOf(aRoster(), putOn(night), now)).toBeNull()
    expect(() =>
      planOf(aRoster({ duties: [aDuty({ person: 'other' })] }), takeOff(night, null, now), now),
    ).not.toThrow()
    const moved = aDuty({ to: '2026-03-07T20:00:00.000000Z' })
    expect(() => planOf(aRoster({ duties: [moved] }), takeOff(aDuty(), '2026-03-07T10:00:00.000Z', now), now)).toThrow(
      'The roster has changed',
    )
  })

  it('has the faults of its own duty beside the fields of the form', () => {
    const fault = { code: 'unknown_area', detail: 'No such pod.', remedy: 'Use north.' }
    const refused = new RequestProblem(
      422,
      {
        errors: [
          { pointer: '/duties/0/area', ...fault },
          { pointer: '/duties/1/area', ...fault },
        ],
      },
      'request-1',
    )
    expect(besideFields(refused).errors.map((one) => one.pointer)).toEqual(['/area', '/duties/1/area'])
    expect(besideFields(refused).requestId).toBe('request-1')
  })
})

describe('the forms of the roster', () => {
  const context: RosterContext = { roster: aRoster(), policy: undefined, pods: [], desks: [], now }
  const lines = linesOf(aRoster(), now)
  const [gap, inspectors] = lines
  if (gap === undefined || inspectors === undefined) throw new Error('the story has two posts')

  it('fill a gap from now to its end', () => {
    expect(putOnForm(gap, gap.now[0], false, context).given).toMatchObject({
      '/post': 'supervisor',
      '/area': '',
      '/from': '2026-03-07T10:00',
      '/to': '2026-03-07T14:00',
      '/on_call': false,
    })
  })

  it('name a stand-in for the time of the duty, and put the next one on after it', () => {
    const [duty] = inspectors.now
    expect(putOnForm(inspectors, duty, true, context).given).toMatchObject({
      '/from': '2026-03-07T10:00',
      '/to': '2026-03-07T18:00',
      '/on_call': true,
    })
    expect(putOnForm(inspectors, duty, false, context).given).toMatchObject({
      '/from': '2026-03-07T18:00',
      '/to': '2026-03-08T06:00',
    })
  })

  it('ask when somebody who is on leaves, and nothing of one who is to come', () => {
    expect(takeOffForm(aDuty(), context).given).toEqual({ '/at': '2026-03-07T10:00' })
    expect(takeOffForm(night, context).fields).toEqual([])
  })

  it('make a duty of what was written', () => {
    expect(dutyOf({ post: 'supervisor', person: 'sgt1', from: 'a', to: 'b' })).toEqual({
      post: 'supervisor',
      area: null,
      person: 'sgt1',
      from: 'a',
      to: 'b',
      on_call: false,
    })
  })
})
