import { describe, expect, it } from 'vitest'
import { isConnected, serverWords, type Asked, type Readiness } from './server_words.ts'

const aReadiness = (checks: Partial<Readiness['checks']>): Readiness => ({
  status: 'not_ready',
  checks: {
    database: 'ok',
    feed: 'ok',
    draining: false,
    handed_over: false,
    reached_ms_ago: null,
    mode: 'normal',
    ...checks,
  },
})
const asked = (checks: Partial<Readiness['checks']>): Asked => ({ readiness: aReadiness(checks), failed: false })
const never: Asked = { readiness: undefined, failed: false }
const waiting = { phase: 'waiting', mode: 'normal' } as const

describe('what is said of the server', () => {
  it('is the socket’s word alone while the console is connected, whatever /readyz said before', () => {
    expect(serverWords({ phase: 'live', mode: 'normal' }, asked({ database: 'unavailable' }))).toBeNull()
    expect(serverWords({ phase: 'live', mode: 'degraded' }, never)).toContain('temporary numbers')
    expect(serverWords({ phase: 'filling', mode: 'replaying' }, asked({ draining: true }))).toContain('brought in')
  })

  it('is /readyz’s while it is not connected, and not the old word of the socket', () => {
    expect(serverWords({ phase: 'waiting', mode: 'degraded' }, never)).toBeNull()
    expect(serverWords(waiting, asked({ database: 'unavailable', feed: 'unavailable' }))).toMatch(/can not be written/)
    expect(serverWords(waiting, asked({ feed: 'unavailable' }))).toMatch(/other servers/)
    expect(serverWords(waiting, asked({ draining: true }))).toMatch(/about to stop/)
    expect(serverWords(waiting, asked({ handed_over: true, mode: 'degraded' }))).toMatch(/goes over/)
    expect(serverWords(waiting, asked({ mode: 'starting' }))).toMatch(/waits for it/)
    expect(serverWords(waiting, asked({ database: 'unavailable', mode: 'degraded' }))).toContain('temporary numbers')
    expect(serverWords(null, asked({ mode: 'replaying' }))).toContain('brought in')
    expect(serverWords(null, { readiness: { ...aReadiness({}), status: 'ready' }, failed: false })).toBeNull()
  })

  it('is that it does not answer, for those whom no other banner tells', () => {
    expect(serverWords(null, { readiness: undefined, failed: true })).toContain('does not answer')
    expect(serverWords(waiting, { readiness: undefined, failed: true })).toBeNull()
  })

  it('counts a console as connected once the server has spoken', () => {
    expect(isConnected({ phase: 'filling', mode: 'normal' })).toBe(true)
    expect(isConnected({ phase: 'connecting', mode: 'normal' })).toBe(false)
    expect(isConnected(null)).toBe(false)
  })
})
