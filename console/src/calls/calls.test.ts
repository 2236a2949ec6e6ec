import { describe, expect, it } from 'vitest'
import type { Call } from '../api/types.ts'
import { newDraft, requestOf, withPlace, withWhere } from '../contact/draft.ts'
import { nextPlace, ownCall, placesOf, ringing, withCall } from './calls.ts'

const aCall = (part: Partial<Call> = {}): Call => ({
  id: 'call',
  state: 'answered',
  standing: 'live',
  channel: '999',
  first_at: '2026-03-01T12:00:00Z',
  answered_at: '2026-03-01T12:00:04Z',
  over_at: null,
  contact: 'contact',
  district: null,
  agent: 'handler',
  relay: null,
  incident: null,
  call_back_by: null,
  call_backs: 0,
  personal: {
    line: 'bt-1',
    phone: '+447700900123',
    locations: [
      { source: 'network', text: 'Cell 4711', lat: 53.4, lon: -2.1, radius_m: 4000 },
      { source: 'subscriber', text: '12 Yarrow Road' },
      { source: 'aml', lat: 53.4083, lon: -2.1494, radius_m: 15.2 },
    ],
  },
  ...part,
})
const aDraft = () => newDraft(() => 'key')

describe('a call', () => {
  it('is this person’s once answered by them and while it is live', () => {
    expect(ownCall([aCall()], 'Handler')?.id).toBe('call')
    expect(
      ownCall([aCall({ agent: 'other' }), aCall({ standing: 'over' }), aCall({ answered_at: null })], 'handler'),
    ).toBeNull()
    const newer = aCall({ id: 'newer', answered_at: '2026-03-01T12:05:00Z' })
    expect(ownCall([aCall(), newer], 'handler')?.id).toBe('newer')
    expect(ringing([aCall(), aCall({ answered_at: null, state: 'ringing' })])).toHaveLength(1)
  })

  it('fills what is empty and writes nothing over', () => {
    expect(withCall(aDraft(), aCall())).toMatchObject({ channel: '999', phone: '+447700900123', call: 'bt-1' })
    expect(withCall({ ...aDraft(), phone: '0161' }, aCall()).phone).toBe('0161')
  })

  it('offers the most exact place first, and the next at the next key', () => {
    const places = placesOf(aCall())
    expect(places.map((place) => place.text)).toEqual([
      '53.40830, -2.14940, within 15 m',
      '12 Yarrow Road',
      'Cell 4711',
    ])
    const first = nextPlace(places, null)
    expect(first?.source).toBe('aml')
    expect(nextPlace(places, first)?.source).toBe('subscriber')
    expect(nextPlace(places, places[2] ?? null)?.source).toBe('aml')
    expect(nextPlace([], null)).toBeNull()
  })

  it('sends the accepted place with its coordinates, until its words are changed', () => {
    const [aml] = placesOf(aCall())
    if (!aml) throw new Error('no place')
    const accepted = withPlace({ ...withCall(aDraft(), aCall()), narrative: 'Words' }, aml)
    expect(requestOf(accepted)).toMatchObject({
      call: 'bt-1',
      location: { text: aml.text, lat: 53.4083, lon: -2.1494, radius_m: 15.2, quality: 'radius' },
    })
    expect(withWhere(accepted, `${aml.text}, back door`).place).not.toBeNull()
    expect(requestOf(withWhere(accepted, '9 Sorrel Close')).location).toEqual({ text: '9 Sorrel Close' })
  })
})
