import { describe, expect, it } from 'vitest'
import type { Policy } from '../api/types.ts'
import { owedCrimes, remedyFor } from './actions.ts'
import { factLines, voices } from './facts_view.ts'
import { inWords, placed, shownAtMost, type Neighbour } from './graph.ts'
import { aRecord } from './record_support.ts'
import { standsOpen } from './stands_open.ts'

const policy = {
  vocabulary: [{ fact: 'weapon', text: 'A weapon in this incident', type: 'enum', options: [], starred: true }],
} as unknown as Policy

describe('what stands open', () => {
  it('is every safety question without an answer, unless nobody can say', () => {
    expect(standsOpen(aRecord(), [], policy).map((one) => one.pointer)).toEqual(['/facts/weapon'])
    expect(standsOpen(aRecord({ facts: { weapon: 'none' } }), [], policy)).toEqual([])
    const aside = [{ fact: 'weapon', reason_code: 'caller_gone', by: 'user:handler', at: '2026-03-01T12:00:00Z' }]
    expect(standsOpen(aRecord({ not_establishable: aside }), [], policy)).toEqual([])
  })

  it('is what the server would name: crimes owed, the dispatch, tasks, a grade that nobody chose', () => {
    const record = aRecord({
      grade: null,
      dispatch: {
        id: 'd',
        state: 'overdue',
        acknowledge_by: '2026-03-01T12:00:15Z',
        acknowledged_by: null,
        acknowledged_at: null,
        voice: null,
      },
      crimes: {
        owed: [{ key: '1/1/1', offences: ['9A'], recording: 'record', due_at: null, lateness: 'in_time', crime: null }],
      },
      tasks: [
        {
          id: 't',
          kind: 'tell_caller',
          owner: 'call_handler',
          state: 'open',
          opened_at: '2026-03-01T12:00:00Z',
          due_at: '2026-03-01T12:10:00Z',
          overdue: false,
          outcome: null,
          ended_at: null,
          about: null,
          attempts: [],
        },
      ],
    })
    const open = standsOpen(record, [], undefined)
    expect(open.map((one) => one.pointer)).toEqual(['/grade', '/tasks/t', '/crimes/1/1/1', '/dispatch'])
    expect(open.map((one) => remedyFor(one.pointer))).toEqual([
      { code: 'grade' },
      { code: 'task_complete', about: 't' },
      { code: 'crime', about: '1/1/1' },
      { code: 'acknowledge' },
    ])
    expect(owedCrimes(record)[0]?.offences).toEqual(['9A'])
  })
})

describe('facts', () => {
  const said = (value: unknown, by: string) => ({
    value,
    by,
    at: '2026-03-01T12:00:00Z',
    confidence: 'stated' as const,
    kind: 'caller' as const,
    contact: null,
  })

  it('come with those in dispute first, then those that count for safety', () => {
    const record = {
      facts: { a: true, weapon: 'none', z: true },
      statements: {},
      contradictions: [{ fact: 'z', statements: [] }],
    }
    expect(factLines(record, new Set(['weapon'])).map((line) => line.fact)).toEqual(['z', 'weapon', 'a'])
  })

  it('have one line for everybody who says the same', () => {
    const found = voices([said('seen', 'user:one'), said('none', 'user:two'), said('seen', 'user:three')])
    expect(found.map((one) => [one.value, one.statements.length])).toEqual([
      ['seen', 2],
      ['none', 1],
    ])
  })
})

describe('the picture of links', () => {
  const many: Neighbour[] = Array.from({ length: 12 }, (_, n) => ({
    id: String(n),
    number: `N-${n}`,
    relation: 'candidate',
  }))

  it('shows no more than is legible, each inside the picture', () => {
    expect(placed(many)).toHaveLength(shownAtMost)
    for (const one of placed(many)) {
      expect(one.x).toBeGreaterThan(58)
      expect(one.y).toBeGreaterThan(13)
    }
  })

  it('is told in words', () => {
    expect(inWords([])).toBe('No links.')
    expect(inWords([{ id: '1', number: 'N', relation: 'survivor' }, ...many])).toBe(
      'Incidents: 1 it is joined to, 12 that may be the same.',
    )
  })
})
