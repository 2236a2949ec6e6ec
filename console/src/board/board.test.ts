import { describe, expect, it } from 'vitest'
import { plainScale } from '../common/grades.ts'
import { aCard, aDispatch } from '../test_support.ts'
import { readClock, targetOf } from './clock.ts'
import { matches, parseFilter } from './filter.ts'
import { inOrder } from './order.ts'

const at = (time: string) => Date.parse(`2026-03-01T${time}Z`)

describe('the clock of an incident', () => {
  it('runs to the acknowledgement while nobody has acknowledged, then to the arrival', () => {
    expect(targetOf(aCard({ dispatch: aDispatch('pushed') }))).toMatchObject({
      kind: 'acknowledge',
      by: at('12:00:15'),
    })
    expect(targetOf(aCard({ dispatch: aDispatch('overdue') }))?.kind).toBe('acknowledge')
    expect(targetOf(aCard({ dispatch: aDispatch('acknowledged') }))).toMatchObject({
      kind: 'arrive',
      by: at('13:00:00'),
    })
  })

  it('has nothing to be acknowledged once the dispatch is stood down', () => {
    const card = aCard({ dispatch: aDispatch('stood_down') })
    expect(targetOf(card)?.kind).toBe('arrive')
    expect(matches(card, parseFilter('new'), [])).toBe(false)
    expect(matches(aCard({ dispatch: aDispatch('overdue') }), parseFilter('new'), [])).toBe(true)
  })

  it('runs to the owner where nobody is to arrive, and is none for the ungraded', () => {
    expect(targetOf(aCard({ arrive_by: null }))?.kind).toBe('allocate')
    expect(targetOf(aCard({ arrive_by: null, allocate_by: null }))).toBeNull()
  })

  it('is soon in its last quarter and over after it', () => {
    const target = { kind: 'arrive' as const, from: at('12:00:00'), by: at('13:00:00') }
    expect(readClock(target, at('12:30:00'))).toMatchObject({ state: 'within', fraction: 0.5, remainingMs: 1_800_000 })
    expect(readClock(target, at('12:45:00')).state).toBe('soon')
    expect(readClock(target, at('13:00:01'))).toMatchObject({ state: 'over', fraction: 1, remainingMs: -1000 })
    expect(readClock(target, at('11:59:00')).fraction).toBe(0)
  })
})

describe('the order of the board', () => {
  it('is the grade, then what falls due first, then the oldest', () => {
    const cards = [
      aCard({ id: 'five', grade: '5', arrive_by: '2026-03-01T12:10:00Z' }),
      aCard({ id: 'two-late', grade: '2', arrive_by: '2026-03-01T13:30:00Z' }),
      aCard({ id: 'two-soon', grade: '2' }),
      aCard({ id: 'two-waiting', grade: '2', dispatch: aDispatch('pushed') }),
      aCard({ id: 'one', grade: '1' }),
      aCard({ id: 'two-old', grade: '2', received_at: '2026-03-01T11:00:00Z' }),
    ]
    expect(inOrder(cards, plainScale).map((card) => card.id)).toEqual([
      'one',
      'two-waiting',
      'two-old',
      'two-soon',
      'two-late',
      'five',
    ])
  })

  it('puts the ungraded right behind the most urgent grade: nobody has ruled anything out', () => {
    const cards = [aCard({ id: 'two' }), aCard({ id: 'none', grade: null }), aCard({ id: 'one', grade: '1' })]
    expect(inOrder(cards, plainScale).map((card) => card.id)).toEqual(['one', 'none', 'two'])
  })
})

describe('the filter line', () => {
  it('understands grades in each way they are typed', () => {
    for (const text of ['g1,2', 'g 1,2', 'g:1,2', 'G1 g2']) expect(parseFilter(text).grades).toEqual(['1', '2'])
  })

  it('takes a district, what is new, and words that must all be there', () => {
    const filter = parseFilter('d:sal new knife chemist')
    expect(filter).toEqual({
      grades: [],
      districts: ['sal'],
      pod: false,
      unacknowledged: true,
      words: ['knife', 'chemist'],
    })
    const card = aCard({
      dispatch: aDispatch('pushed'),
      flags: ['KNIFE'],
      personal: { summary: 'Outside the chemist' },
    })
    expect(matches(card, filter)).toBe(true)
    expect(matches({ ...card, district: 'Bury' }, filter)).toBe(false)
    expect(matches({ ...card, dispatch: aDispatch('acknowledged') }, filter)).toBe(false)
    expect(matches({ ...card, flags: [] }, filter)).toBe(false)
  })

  it('leaves everything in when it is empty, and finds the ungraded as ?', () => {
    expect(matches(aCard(), parseFilter('  '))).toBe(true)
    expect(matches(aCard({ grade: null }), { ...parseFilter(''), grades: ['?'] })).toBe(true)
  })
})
