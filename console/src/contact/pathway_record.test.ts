import { describe, expect, it } from 'vitest'
import type { Pathway } from './contact_api.ts'
import { emptyRecord, hoursOf, neededElsewhere, requestOfRecord } from './pathway_record.ts'

const aPathway = (needs: string[]): Pathway => ({
  pathway: 'ADVICE_CLOSE',
  text: 'Advice is given and it is closed',
  standing: 'offered',
  because: [],
  authorities: [],
  needs,
  grades: ['5'],
  due_at_most: 'P3D',
  say_to_caller: 'Thank you.',
})

describe('the record of a pathway', () => {
  it('sends what the policy asks and was filled in, and nothing else', () => {
    const record = { ...emptyRecord('Thank you.'), person: 'agreed', safetyNet: ' Call 999. ', owner: 'supervisor' }
    expect(requestOfRecord(aPathway(['person', 'nothing_lost', 'safety_net', 'promise']), record, 0)).toEqual({
      pathway: 'ADVICE_CLOSE',
      person: 'agreed',
      safety_net: 'Call 999.',
      promise: 'Thank you.',
    })
  })

  it('counts the time from now', () => {
    const record = { ...emptyRecord(''), dueInHours: '24' }
    const now = Date.parse('2026-03-01T12:00:00Z')
    expect(requestOfRecord(aPathway(['due_at']), record, now).due_at).toBe('2026-03-02T12:00:00.000Z')
    expect(hoursOf('P3D')).toBe(72)
    expect(hoursOf('P1DT4H30M')).toBe(28.5)
    expect(hoursOf(null)).toBeNull()
  })

  it('says what has to be done elsewhere first', () => {
    expect(neededElsewhere(aPathway(['person', 'crime_recorded']))).toEqual(['Each crime told of is recorded'])
  })
})
