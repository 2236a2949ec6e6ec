import { describe, expect, it } from 'vitest'
import { ServerClock } from './server_clock.ts'
import { clockTime, dayAndTime, dayAndTimeInWords, span, spanInWords } from './time.ts'

describe('times', () => {
  it('are London’s, in winter and in summer', () => {
    expect(clockTime(Date.parse('2026-01-05T14:02:07Z'))).toBe('14:02:07')
    expect(clockTime(Date.parse('2026-07-05T14:02:07Z'))).toBe('15:02:07')
    expect(clockTime(Date.parse('2026-07-05T23:30:00Z'))).toBe('00:30:00')
  })

  it('name the day when it is not today', () => {
    const now = Date.parse('2026-03-02T09:00:00Z')
    expect(dayAndTime(Date.parse('2026-03-02T08:15:00Z'), now)).toBe('08:15')
    expect(dayAndTime(Date.parse('2026-03-01T08:15:00Z'), now)).toMatch(/^Sun,? 1 Mar 08:15$/)
  })

  it('are written out in sentences, as the server does', () => {
    expect(dayAndTimeInWords(Date.parse('2026-03-07T22:00:00Z'))).toBe('Saturday 7 March, 22:00')
    expect(dayAndTimeInWords(Date.parse('2026-07-05T23:30:00Z'))).toBe('Monday 6 July, 00:30')
  })
})

describe('spans', () => {
  it('are as exact as is of use', () => {
    expect([0, 42_000, 599_000, 600_000, 99 * 60_000, 185 * 60_000, 76 * 3_600_000].map(span)).toEqual([
      '0:00',
      '0:42',
      '9:59',
      '10 min',
      '99 min',
      '3 h 05',
      '3 d 4 h',
    ])
    expect(span(-42_000)).toBe('0:42')
    expect(spanInWords(61_000)).toBe('1 minute')
    expect(spanInWords(2000)).toBe('2 seconds')
  })
})

describe('the server’s clock', () => {
  it('corrects a workstation that is wrong, and leaves small differences alone', () => {
    const clock = new ServerClock(() => Date.parse('2026-03-01T12:00:00Z'))
    clock.heard('Sun, 01 Mar 2026 12:00:01 GMT')
    expect(clock.now()).toBe(Date.parse('2026-03-01T12:00:00Z'))
    clock.heard('Sun, 01 Mar 2026 12:07:00 GMT')
    expect(clock.now()).toBe(Date.parse('2026-03-01T12:07:00Z'))
  })

  it('is never behind an event that has happened', () => {
    const clock = new ServerClock(() => Date.parse('2026-03-01T12:00:00Z'))
    clock.isAtLeast('2026-03-01T12:40:00Z')
    expect(clock.now()).toBe(Date.parse('2026-03-01T12:40:00Z'))
    clock.heard('Sun, 01 Mar 2026 12:00:00 GMT')
    expect(clock.now()).toBe(Date.parse('2026-03-01T12:40:00Z'))
  })
})
