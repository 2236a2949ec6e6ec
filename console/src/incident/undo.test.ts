// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Incident, Policy } from '../api/types.ts'
import { durationMs, slips } from './undo.ts'

const policy = (undo_within: string) => ({ working: { undo_within } }) as unknown as Policy
const at = Date.parse('2026-03-01T12:00:00Z')
const said = (by: string, seconds: number, value: unknown = true) => ({
  value,
  at: new Date(at + seconds * 1000).toISOString(),
  by,
  confidence: 'stated' as const,
  kind: 'handler' as const,
  contact: null,
})
const record = {
  statements: {
    weapon: [said('user:other', 100, 'seen'), said('user:me', 90, 'used')],
    injury: [said('user:me', 0, 'minor')],
    silent: [said('user:other', 100)],
  },
} as unknown as Pick<Incident, 'statements'>

describe('one’s own slip', () => {
  it('may be taken back for as long as the policy says, and no longer', () => {
    const open = slips(record, 'user:me', policy('PT2M'), at + 100_000)
    expect(open.map((one) => one.fact)).toEqual(['injury', 'weapon'])
    expect(open[1]).toEqual({ fact: 'weapon', value: 'used', until: at + 210_000 })
    expect(slips(record, 'user:me', policy('PT2M'), at + 120_000).map((one) => one.fact)).toEqual(['weapon'])
    expect(slips(record, 'user:me', policy('PT30S'), at + 100_000).map((one) => one.fact)).toEqual(['weapon'])
  })

  it('is nobody else’s, and offered only once the policy is known', () => {
    expect(slips(record, 'user:third', policy('PT2M'), at)).toEqual([])
    expect(slips(record, 'user:me', undefined, at)).toEqual([])
  })

  it('reads the policy’s durations', () => {
    expect(durationMs('PT2M')).toBe(120_000)
    expect(durationMs('P1DT1H30S')).toBe(90_030_000)
    expect(durationMs('two minutes')).toBeNull()
    expect(durationMs(undefined)).toBeNull()
  })
})
