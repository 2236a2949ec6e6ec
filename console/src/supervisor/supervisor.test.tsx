import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Review, ReviewForm } from '../api/types.ts'
import { bodyOf, firstValues, shownFields } from '../common/form.ts'
import { plainScale } from '../common/grades.ts'
import { addressOf, parseRoute } from '../shell/route.ts'
import { aCard, aDispatch } from '../test_support.ts'
import { BarChart } from './bar_chart.tsx'
import { byGrade, demandOf, hourStarts, percentOf, perHour } from './demand.ts'
import { readMetrics } from './metrics.ts'
import { disputeDecision, scoringBody, scoringFields, type Scoring } from './scoring.ts'
import { pairsOf, wordsIn } from './steps.ts'

const noon = Date.parse('2026-03-01T12:00:00Z')
afterEach(cleanup)

describe('live demand', () => {
  it('counts arrivals an hour from sums since each hour began', () => {
    expect(hourStarts(noon + 60_000, 3).map((start) => new Date(start).toISOString().slice(11, 16))).toEqual([
      '10:00',
      '11:00',
      '12:00',
    ])
    expect(perHour([12, 7, 3])).toEqual([5, 4, 3])
  })

  it('tells who waits, who is late and who has waited longest', () => {
    const cards = [
      aCard({ id: 'late', received_at: '2026-03-01T10:00:00Z', arrive_by: '2026-03-01T11:00:00Z', dispatch: null }),
      aCard({ id: 'fine', arrive_by: '2026-03-01T13:00:00Z', dispatch: null }),
      aCard({
        id: 'there',
        received_at: '2026-03-01T09:00:00Z',
        arrive_by: '2026-03-01T10:00:00Z',
        resourcing: 'attended',
      }),
      aCard({ id: 'pushed', dispatch: aDispatch('pushed', '2026-03-01T12:30:00Z'), escalated_to: ['supervisor'] }),
    ]
    const demand = demandOf(cards, noon)
    expect(demand).toMatchObject({
      open: 4,
      unacknowledged: 1,
      unresourced: 3,
      late: 1,
      onTimePercent: 75,
      escalated: 1,
    })
    expect(demand.oldest?.id).toBe('late')
    expect(demandOf([], noon)).toMatchObject({ open: 0, onTimePercent: null, oldest: null })
  })

  it('counts by grade, the most urgent first, and the ungraded after it', () => {
    const cards = [
      aCard({ grade: '3' }),
      aCard({ grade: null, arrive_by: null, allocate_by: null }),
      aCard({ grade: '1' }),
    ]
    expect(byGrade(cards, plainScale, noon).map((one) => one.grade)).toEqual(['1', null, '3'])
    expect(percentOf(1, 8)).toBe('13 %')
    expect(percentOf(0, 0)).toBe('none yet')
  })
})

describe('a chart', () => {
  it('has the same figures as a table, and hides the picture from screen readers', () => {
    render(
      <BarChart
        title="Open by grade"
        of="Grade"
        counted="Open"
        late="Over time"
        bars={[{ label: '1', value: 3, late: 2 }]}
      />,
    )
    const row = screen.getByRole('row', { name: '1 3 2' })
    expect(row).toBeDefined()
    expect(document.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true')
  })
})

describe('the server’s figures', () => {
  it('are read from their text, and are unknown where they are not there', () => {
    const text = '# TYPE frontdoor_consoles gauge\nfrontdoor_consoles 3\nfrontdoor_console_lag_frames 12\n'
    expect(readMetrics(text)).toEqual({ consoles: 3, position: null, unaccounted: null })
  })
})

const form: ReviewForm = {
  form: 'timeliness',
  version: 1,
  title: 'Late',
  pass_percent: 80,
  in_force: true,
  items: [
    {
      item: 'seen',
      text: 'Seen in time',
      source: 's',
      answers: [{ code: 'met', text: 'Met', points: 2, fails: false }],
    },
    {
      item: 'escalated',
      text: 'Escalated',
      source: 's',
      answers: [
        { code: 'met', text: 'Met', points: 2, fails: false },
        { code: 'not_met', text: 'Not met', points: 0, fails: true },
      ],
    },
  ],
}
const scoring: Scoring = { form, subjects: ['user:handler'], subject: null, queue: 'overdue', calibrates: null }

describe('a scoring', () => {
  it('asks for a comment where an answer fails the review', () => {
    const fields = scoringFields(scoring)
    const shown = (answer: string) =>
      shownFields(fields, firstValues(fields, { '/answers/1/answer': answer })).map((field) => field.pointer)
    expect(shown('met')).not.toContain('/answers/1/comment')
    expect(shown('not_met')).toContain('/answers/1/comment')
  })

  it('is sent item by item, in the form’s order', () => {
    const fields = scoringFields(scoring)
    const values = firstValues(fields, {
      '/subject': 'user:handler',
      '/answers/0/answer': 'met',
      '/answers/1/answer': 'not_met',
      '/answers/1/comment': 'Nobody was told.',
      '/feedback': 'Tell the next post.',
    })
    expect(scoringBody(bodyOf(fields, values), scoring)).toEqual({
      form: 'timeliness',
      queue: 'overdue',
      subject: 'user:handler',
      feedback: 'Tell the next post.',
      answers: [
        { item: 'seen', answer: 'met' },
        { item: 'escalated', answer: 'not_met', comment: 'Nobody was told.' },
      ],
    })
  })

  it('is decided on where it is disputed, naming what is answered otherwise', () => {
    const review = {
      id: 'r',
      dispute: { by: 'user:handler', at: '', items: ['escalated'], decided_by: null, decided_at: null },
    } as unknown as Review
    const decision = disputeDecision(review, form)
    const changed = firstValues(decision.fields, {
      '/decision': 'changed',
      '/answers/0/answer': 'met',
      '/rationale': 'It is in the log.',
    })
    expect(decision.body?.(bodyOf(decision.fields, changed))).toEqual({
      decision: 'changed',
      rationale: 'It is in the log.',
      answers: [{ item: 'escalated', answer: 'met' }],
    })
    const stands = firstValues(decision.fields, {
      '/decision': 'stands',
      '/answers/0/answer': 'met',
      '/rationale': 'It came after.',
    })
    expect(decision.body?.(bodyOf(decision.fields, stands))).toEqual({
      decision: 'stands',
      rationale: 'It came after.',
    })
  })
})

describe('a step of the audit page', () => {
  it('has its words apart, and neither ids nor nothing among what it says', () => {
    const step = {
      version: 1,
      at: '',
      by: 'user:handler',
      channel: '999',
      incident: 'id',
      outcome: null,
      words: { narrative: 'Help.', caller: { name: 'Ann' } },
    }
    expect(wordsIn(step.words)).toEqual(['Help.', 'Ann'])
    expect(pairsOf(step)).toEqual([{ name: 'Channel', value: '999' }])
  })
})

describe('addresses', () => {
  it('lead back to where they came from', () => {
    for (const address of [
      '#/incident/one',
      '#/work',
      '#/supervisor/crimes',
      '#/audit/one',
      '#/audit/one/overdue',
      '#/audit/one/-/two',
      '#/wallboard',
      '#/board',
      '#/board/one',
    ])
      expect(addressOf(parseRoute(address))).toBe(address)
    expect(parseRoute('#/supervisor/nonsense')).toEqual({ screen: 'supervisor', tab: 'demand' })
  })
})
