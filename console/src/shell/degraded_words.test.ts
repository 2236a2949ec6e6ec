import { describe, expect, it } from 'vitest'
import { degradedWords, type Readiness } from './degraded_words.ts'

const aReadiness = (checks: Partial<Readiness['checks']>): Readiness => ({
  status: 'not_ready',
  checks: { database: 'ok', feed: 'ok', draining: false, mode: 'normal', ...checks },
})

describe('a server that is not whole', () => {
  it('says what is missing, the worst first', () => {
    expect(degradedWords(aReadiness({ database: 'unavailable', feed: 'unavailable' }))).toMatch(
      /log can not be written/,
    )
    expect(degradedWords(aReadiness({ feed: 'unavailable' }))).toMatch(/other servers/)
    expect(degradedWords(aReadiness({ draining: true }))).toMatch(/about to stop/)
  })

  it('says nothing while it is ready, or not known, or goes on without the record, which the banner says', () => {
    expect(degradedWords(aReadiness({ database: 'unavailable', mode: 'degraded' }))).toBeNull()
    expect(degradedWords({ ...aReadiness({}), status: 'ready' })).toBeNull()
    expect(degradedWords(undefined)).toBeNull()
  })
})
