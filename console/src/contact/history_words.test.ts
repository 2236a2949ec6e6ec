import { describe, expect, it } from 'vitest'
import type { History } from './contact_api.ts'
import {
  countWords,
  currentMarkers,
  keysOf,
  nth,
  openIncidents,
  silentSources,
  wholeNumberOf,
} from './history_words.ts'

type Count = History['counts'][number]

const aCount = (part: Partial<Count>): Count => ({
  by: 'phone',
  identifies: true,
  last_24h: 0,
  last_7d: 0,
  last_28d: 0,
  last_90d: 0,
  last_12m: 0,
  ...part,
})
const aHistory = (part: Partial<History> = {}): History => ({
  status: 'found',
  sources: [],
  counts: [],
  cluster: null,
  facts: {},
  ...part,
})

describe('what is known already, in words', () => {
  it('counts the present contact in', () => {
    expect(countWords(aHistory({ counts: [aCount({ last_24h: 3, last_12m: 9 })] }))).toBe(
      '4th contact in 24 hours: this number',
    )
    expect(countWords(aHistory({ counts: [aCount({ by: 'address', last_28d: 1, last_12m: 1 })] }))).toBe(
      '2nd contact in 28 days: this address',
    )
    expect(countWords(aHistory())).toBeNull()
  })

  it('counts by what identifies somebody before what only may', () => {
    const counts = [aCount({ by: 'postcode', identifies: false, last_24h: 8, last_12m: 8 }), aCount({ last_12m: 1 })]
    expect(countWords(aHistory({ counts }))).toBe('2nd contact in 12 months: this number')
  })

  it('says ordinals as people do', () => {
    expect([1, 2, 3, 4, 11, 12, 21, 112].map(nth).join()).toBe('1st,2nd,3rd,4th,11th,12th,21st,112th')
  })

  it('names markers that hold now, and the sources that did not answer', () => {
    const at = '2026-03-01T12:00:00Z'
    const history = aHistory({
      sources: [
        {
          source: 'markers',
          kind: 'own',
          status: 'found',
          as_of: at,
          results: [
            { marker: 'firearms', state: 'current' },
            { marker: 'dog', state: 'expired' },
          ],
        },
        { source: 'crimes', kind: 'records', status: 'unavailable', as_of: at, results: [] },
      ],
    })
    expect(currentMarkers(history)).toEqual(['Firearms'])
    expect(silentSources(history)).toEqual(['Crimes'])
  })

  it('offers open incidents alone for joining, each once', () => {
    const result = {
      incident: 'a',
      number: 'GMP-20260301-000001',
      incident_status: 'open',
      grade: '1',
      why_matched: [],
    }
    const history = aHistory({
      sources: [
        {
          source: 'contacts',
          kind: 'own',
          status: 'found',
          as_of: '2026-03-01T12:00:00Z',
          results: [result, result, { ...result, incident: 'b', incident_status: 'closed' }],
        },
      ],
    })
    expect(openIncidents(history).map(({ id }) => id)).toEqual(['a'])
  })
})

describe('what is looked up', () => {
  it('is a whole number, however it is spaced, and never half a one', () => {
    expect(wholeNumberOf('07700 900123')).toBe('07700900123')
    expect(wholeNumberOf('+44 7700 900123')).toBe('+447700900123')
    expect(wholeNumberOf('07700 9001')).toBeNull()
  })

  it('is an address only with its house number', () => {
    expect(keysOf('', 'Yarrow Road')).toBeNull()
    expect(keysOf('', '12 Yarrow Road')).toEqual({ phone: null, address: '12 Yarrow Road' })
  })
})
