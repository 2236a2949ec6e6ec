import { describe, expect, it } from 'vitest'
import { plainScale } from '../common/grades.ts'
import { aCard, aDispatch } from '../test_support.ts'
import { newDispatches, newWords } from './alarm_sound.ts'
import { alarmWords } from './alarms.tsx'
import { toldWords } from '../common/told_words.ts'
import type { EscalationBundles, Told } from '../api/types.ts'
import type { ChainStep } from './board_api.ts'
import { chainWords } from './chain_words.ts'
import { districtOf, matches, parseFilter, withDistrict, withGradeToggled, withPodToggled } from './filter.ts'
import { marksOf, resourcingOf } from './marks.ts'

describe('the filter by buttons', () => {
  it('changes one thing of the line and keeps the rest', () => {
    expect(withGradeToggled('d:salford knife', '1')).toBe('g:1 d:salford knife')
    expect(withGradeToggled('g:1,2', '1')).toBe('g:2')
    expect(withDistrict('new', 'North Manchester')).toBe('d:north_manchester new')
    expect(withDistrict('d:bury', null)).toBe('')
    expect(withPodToggled(withPodToggled('knife'))).toBe('knife')
    expect(districtOf('d:north_manchester', ['Bury', 'North Manchester'])).toBe('North Manchester')
  })

  it('takes several districts, and a pod with what is not placed yet', () => {
    const card = aCard({ district: 'North Manchester' })
    expect(matches(card, parseFilter('d:bury,north'))).toBe(true)
    expect(matches(card, parseFilter('pod'), ['Bury'])).toBe(false)
    expect(matches(aCard({ district: null }), parseFilter('pod'), ['Bury'])).toBe(true)
  })
})

describe('a row', () => {
  it('says who has been told and what waits, the most pressing first', () => {
    const card = aCard({ open_tasks: 2, escalated_to: ['inspector'], major_incident: 'major', suggested_grade: '3' })
    expect(marksOf(card, () => 'District inspector').map(({ text }) => text)).toEqual([
      'major incident',
      'told: District inspector',
      'facts suggest 3',
      '2 tasks',
    ])
    expect(marksOf(aCard(), String)).toEqual([])
  })

  it('says whether somebody goes, where somebody is to go', () => {
    expect(resourcingOf(aCard({ resourcing: 'attended' }))).toBe('unit there')
    expect(resourcingOf(aCard({ arrive_by: null }))).toBeNull()
  })
})

describe('the chain of acknowledgement', () => {
  it('is one line of steps with who and why', () => {
    const step = (part: Partial<ChainStep>): ChainStep => ({
      step: 'created',
      at: '2026-03-01T12:00:00Z',
      by: 'user:handler',
      unit: null,
      reason_code: null,
      means: null,
      ...part,
    })
    const steps = [
      step({}),
      step({ step: 'acknowledged', by: 'user:dispatcher' }),
      step({ step: 'refused', unit: 'K12', reason_code: 'too_far', means: 'radio' }),
    ]
    expect(chainWords(steps, () => 'Too far away').map(({ text }) => text)).toEqual([
      'made',
      'dispatcher acknowledged',
      'K12 refuses by radio (too far away)',
    ])
  })
})

describe('alarms', () => {
  it('count what nobody has answered, by post', () => {
    const told = { acknowledged_at: '2026-03-01T12:00:00Z' } as Told
    const bundles = {
      posts: [
        { post: 'inspector', name: 'Inspector', total: 2, unanswered: 1, items: [told] },
        { post: 'supervisor', name: 'Supervisor', total: 1, unanswered: 0, items: [told] },
      ],
    } satisfies EscalationBundles
    expect(alarmWords(bundles)).toBe('1 alarm with 1 post')
    expect(alarmWords({ posts: [] })).toBeNull()
    expect(bundles.posts.map(toldWords)).toEqual(['1 not answered; the first 1 of 2', '0 not answered'])
  })

  it('sound for dispatches that are new and wait, and say the most urgent in words', () => {
    const one = aCard({ id: 'a', grade: '2', dispatch: { ...aDispatch('pushed'), id: 'a' } })
    const two = aCard({ id: 'b', grade: '1', dispatch: { ...aDispatch('pushed'), id: 'b' } })
    const done = aCard({ id: 'c', dispatch: { ...aDispatch('acknowledged'), id: 'c' } })
    const board = new Map([one, two, done].map((card) => [card.id, card]))
    expect(newDispatches(board, new Set(['a'])).map(({ id }) => id)).toEqual(['b'])
    expect(newWords([one, two], plainScale)).toBe('New: grade 1, Salford, GMP-20260301-000001 and 1 more')
  })
})
