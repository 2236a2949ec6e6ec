import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../api/types.ts'
import { sentenceOf, wordsOf } from './timeline.ts'

const anEvent = (type: LogEvent['type'], data: LogEvent['data'], personal?: LogEvent['data']): LogEvent => ({
  position: 1,
  version: 1,
  type,
  occurred_at: '2026-03-01T12:00:00Z',
  recorded_at: '2026-03-01T12:00:00Z',
  actor: 'user:handler',
  data,
  ...(personal ? { personal } : {}),
})

describe('the log in sentences', () => {
  it('tells what became of the grade', () => {
    expect(sentenceOf(anEvent('incident.assessed', { assessment: { proposed_grade: '2' } }))).toBe(
      'Assessed: grade 2 proposed',
    )
    expect(sentenceOf(anEvent('incident.assessed', { assessment: { proposed_grade: null } }))).toBe(
      'Assessed: no grade proposed',
    )
    expect(sentenceOf(anEvent('incident.grade_set', { grade: '2', previous: '2' }))).toBe('Grade 2 confirmed')
    expect(sentenceOf(anEvent('incident.grade_set', { grade: '1', previous: '2' }))).toBe('Grade 1 set, was 2')
    expect(sentenceOf(anEvent('incident.grade_set', { grade: '3', previous: null }))).toBe('Grade 3 chosen')
  })

  it('never leaves out what it does not know', () => {
    expect(sentenceOf(anEvent('unit.assigned' as LogEvent['type'], {}))).toBe('Unit assigned')
  })

  it('has the words that belong to an event', () => {
    expect(wordsOf(anEvent('incident.note_added', {}, { text: 'He has gone.' }))).toBe('He has gone.')
    expect(wordsOf(anEvent('incident.grade_set', {}, { rationale: 'A knife.' }))).toBe('A knife.')
    expect(wordsOf(anEvent('incident.note_added', {}))).toBeNull()
  })
})
