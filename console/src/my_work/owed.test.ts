import { describe, expect, it } from 'vitest'
import type { OwedTask } from '../api/types.ts'
import { plainScale, rankOf } from '../common/grades.ts'
import { aCard, aDispatch } from '../test_support.ts'
import { heldBy } from './handover.tsx'
import { inOrder, late, ofOwner, owners } from './owed.ts'
import { deedsFor } from './task_list.tsx'

function task(id: string, part: Partial<OwedTask> = {}): OwedTask {
  return {
    id,
    kind: 'tell_caller',
    what: 'Tell the caller',
    owner: 'call_handler',
    state: 'open',
    risk: '3',
    incident: 'i',
    number: 'N',
    district: null,
    opened_at: '2026-03-01T12:00:00Z',
    due_at: '2026-03-01T12:10:00Z',
    overdue: false,
    outcome: null,
    ended_at: null,
    about: null,
    attempts: [],
    ...part,
  }
}

const tasks = [
  task('late', { due_at: '2026-03-01T11:00:00Z', risk: '5' }),
  task('urgent', { due_at: '2026-03-01T13:00:00Z', risk: '1', owner: 'supervisor' }),
  task('ungraded', { risk: null }),
]

describe('what is owed', () => {
  it('is in order of due time, or of risk and then due time', () => {
    const rank = (grade: string | null) => rankOf(plainScale, grade)
    expect(inOrder(tasks, 'due', rank).map((one) => one.id)).toEqual(['late', 'ungraded', 'urgent'])
    expect(inOrder(tasks, 'risk', rank).map((one) => one.id)).toEqual(['urgent', 'ungraded', 'late'])
  })

  it('is one’s role’s, a post’s, or everybody’s', () => {
    expect(ofOwner(tasks, 'mine', 'supervisor').map((one) => one.id)).toEqual(['urgent'])
    expect(ofOwner(tasks, 'call_handler', 'supervisor')).toHaveLength(2)
    expect(ofOwner(tasks, 'all', 'supervisor')).toHaveLength(3)
    expect(owners(tasks)).toEqual(['call_handler', 'supervisor'])
  })

  it('is late by the server’s clock', () => {
    expect(late(tasks, Date.parse('2026-03-01T12:00:00Z'))).toBe(1)
  })

  it('is approved or refused where a lower grade waits, and only by who may', () => {
    const approval = task('a', { kind: 'decide_approval' })
    expect(deedsFor(approval, undefined, true, true)).toEqual(['decide'])
    expect(deedsFor(approval, undefined, true, false)).toEqual([])
    expect(deedsFor(task('t'), undefined, true, true)).toEqual(['complete'])
    expect(deedsFor(task('t'), undefined, false, true)).toEqual([])
    expect(deedsFor({ ...task('t'), kind: 'problem_action' }, undefined, true, true)).toEqual([])
  })
})

describe('what goes over at the end of a shift', () => {
  it('is what this person acknowledged and is open', () => {
    const mine = { ...aDispatch('acknowledged'), acknowledged_by: 'user:dispatcher' }
    const other = { ...aDispatch('acknowledged'), acknowledged_by: 'user:other' }
    const cards = [
      aCard({ id: 'mine', dispatch: mine }),
      aCard({ id: 'other', dispatch: other }),
      aCard({ id: 'none' }),
    ]
    expect(heldBy(cards, 'dispatcher').map((card) => card.id)).toEqual(['mine'])
  })
})
