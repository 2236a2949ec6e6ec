import { describe, expect, it } from 'vitest'
import { londonDay, londonField, londonInstant } from './london.ts'

describe('a time that a person writes', () => {
  it('is London’s in winter and in summer', () => {
    expect(londonInstant('2026-01-05T14:02')).toBe('2026-01-05T14:02:00.000Z')
    expect(londonInstant('2026-07-05T14:02')).toBe('2026-07-05T13:02:00.000Z')
    expect(londonInstant('tomorrow')).toBeNull()
  })

  it('comes back as it was written', () => {
    for (const written of ['2026-01-05T00:30', '2026-07-05T23:59', '2026-10-25T03:00'])
      expect(londonField(Date.parse(londonInstant(written) ?? ''))).toBe(written)
  })

  it('is the first of the two where the clocks go back', () => {
    expect(londonInstant('2026-10-25T01:30')).toBe('2026-10-25T00:30:00.000Z')
  })

  it('has London’s day', () => {
    expect(londonDay(Date.parse('2026-07-05T23:30:00Z'))).toBe('2026-07-06')
  })
})
