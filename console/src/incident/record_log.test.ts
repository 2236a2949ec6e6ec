import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../api/types.ts'
import { differences } from './differences.ts'
import { askingFor, assessmentsIn, keptOf, liveCalls, moments, standingAfter } from './record_log.ts'
import { sentenceOf, taskNames } from './timeline.ts'

let position = 0
function event(type: LogEvent['type'], data: LogEvent['data'], personal?: LogEvent['data']): LogEvent {
  position += 1
  const at = `2026-03-01T12:00:${String(position % 60).padStart(2, '0')}Z`
  return {
    position,
    version: position,
    type,
    occurred_at: at,
    recorded_at: at,
    actor: 'user:handler',
    data,
    ...(personal ? { personal } : {}),
  }
}

const log = [
  event('incident.opened', {
    channel: '999',
    contact: 'one',
    call_live: true,
    facts: { weapon: 'seen', in_progress: true },
  }),
  event('incident.assessed', { assessment: { proposed_grade: '1' }, applied: { grade: '1' } }),
  event('task.opened', { task: 't1', kind: 'tell_caller', owner: 'call_handler' }),
  event('incident.facts_added', { facts: { weapon: 'none' }, kind: 'unit', confidence: 'observed' }),
  event('incident.assessed', { assessment: { proposed_grade: '2' }, applied: null }),
  event('incident.call_ended', { contact: 'one' }),
  event(
    'incident.lowering_requested',
    {
      approval: 'a1',
      from: { grade: '1' },
      to: { grade: '3' },
      reason_code: 'person_seen_safe',
      thrive: { threat: 'low' },
    },
    { rationale: 'She is with a friend.', thrive: { threat: 'He has left.' } },
  ),
  event('incident.grade_lowered', {
    target: { grade: '3' },
    previous: { grade: '1' },
    reason_code: 'person_seen_safe',
  }),
  event('task.completed', { task: 't1', outcome: 'told' }),
  event('incident.closed', { outcome: 'attended_dealt_with' }),
]

function entry(index: number): LogEvent {
  const found = log[index]
  if (found === undefined) throw new Error(`the log has no entry ${index}`)
  return found
}

describe('how things stood', () => {
  it('is the latest word on each fact and the grade in force, as far as the log has come', () => {
    expect(standingAfter(log.slice(0, 2))).toEqual({
      grade: '1',
      status: 'open',
      facts: { weapon: 'seen', in_progress: true },
    })
    expect(standingAfter(log.slice(0, 5))).toMatchObject({ grade: '1', facts: { weapon: 'none' } })
    expect(standingAfter(log)).toMatchObject({ grade: '3', status: 'closed' })
  })

  it('takes back what was entered in error', () => {
    const then = standingAfter([...log.slice(0, 1), event('incident.facts_withdrawn', { facts: ['weapon'] })])
    expect(then.facts).toEqual({ in_progress: true })
  })

  it('knows who is still on the line', () => {
    expect(liveCalls(log.slice(0, 5))).toEqual(['one'])
    expect(liveCalls(log)).toEqual([])
  })

  it('has each moment once, in order', () => {
    expect(moments([...log, ...log])).toHaveLength(log.length)
  })
})

describe('assessments over time', () => {
  it('are those of the log, with what came into force', () => {
    expect(assessmentsIn(log).map((one) => [one.assessment.proposed_grade, one.applied])).toEqual([
      ['1', '1'],
      ['2', null],
    ])
  })

  it('differ in grade, reasons, flags, unknowns and headings, each in words', () => {
    const reason = { decision: 'weapons', rule: 'R03', grade: '1', facts: [], text: 'A weapon was seen.' }
    const before = keptOf({ proposed_grade: '1', reasons: [reason], flags: ['KNIFE'], unknown: ['injury'] })
    const after = keptOf({ proposed_grade: '2', flags: ['DA'], thrive: { ...before.thrive, harm: 'high' } })
    expect(differences(before, after).map((one) => one.text)).toEqual([
      'Proposes grade 2, before grade 1',
      'No longer a reason: A weapon was seen.',
      'Flag: Da',
      'Flag gone: Knife',
      'Answered since: Injury',
      'Harm: high, before none',
    ])
    expect(differences(before, before)).toEqual([])
  })
})

describe('the log in plain words', () => {
  it('names a task by what opened it', () => {
    const names = taskNames(log, undefined)
    expect(sentenceOf(entry(8), undefined, names)).toBe('Tell caller: done (told)')
  })

  it('tells a lower grade that was asked for with its new assessment', () => {
    expect(sentenceOf(entry(6))).toBe('Grade 3 asked for, in place of 1: Person seen safe')
    expect(askingFor('a1', log)).toEqual({
      rationale: 'She is with a friend.',
      condition: null,
      thrive: [{ heading: 'threat', level: 'low', text: 'He has left.' }],
    })
    expect(askingFor('another', log)).toBeNull()
  })
})
