import { beforeEach, describe, expect, it } from 'vitest'
import { aFact, aQuestion } from '../test_support.ts'
import * as drafts from './draft.ts'
import { afterAnswer, choicesOf, moveActive, nothingShown, toggled, withNext } from './questions.ts'
import { searchFacts } from './vocabulary.ts'

const aDraft = (part: Partial<drafts.Draft> = {}): drafts.Draft => ({ ...drafts.newDraft(() => 'key'), ...part })

describe('a draft', () => {
  beforeEach(() => sessionStorage.clear())

  it('sends only what was given: an empty field is not an answer', () => {
    expect(drafts.requestOf(aDraft({ narrative: ' A man with a knife ' }))).toEqual({
      channel: '999',
      narrative: 'A man with a knife',
    })
  })

  it('sends everything that was given', () => {
    const draft = aDraft({
      channel: '101',
      phone: '07700 900123',
      where: 'Bury',
      narrative: 'Words',
      name: 'Ann',
      district: 'Bury',
      facts: { weapon: 'seen', location_quality: 'exact' },
      grade: '1',
      rationale: 'He said so.',
    })
    expect(drafts.requestOf(draft)).toEqual({
      channel: '101',
      narrative: 'Words',
      facts: { weapon: 'seen', location_quality: 'exact' },
      caller: { phone: '07700 900123', name: 'Ann' },
      location: { text: 'Bury', district: 'Bury', quality: 'exact' },
      grade: { grade: '1', rationale: 'He said so.' },
    })
  })

  it('needs no words to end with no incident, and carries no grade then', () => {
    expect(drafts.requestOf(aDraft({ grade: '2' }), 'wrong_number')).toEqual({
      channel: '999',
      narrative: 'Wrong number.',
      contact_only: { outcome: 'wrong_number' },
    })
  })

  it('is put off to a plan where it may be, and never as an emergency, on a call or joined to an incident', () => {
    const planned = { kind: 'warrant', at: '2026-07-05T06:00' }
    const draft = aDraft({ channel: 'officer', narrative: 'Warrant at 12 Elm Road.', planned })
    expect(drafts.requestOf(draft).planned).toEqual({ kind: 'warrant', active_from: '2026-07-05T05:00:00.000Z' })
    expect(drafts.lacksPlannedTime({ ...draft, planned: { ...planned, at: '' } })).toBe(true)
    for (const other of [
      { ...draft, channel: '999' as const },
      { ...draft, call: 'line-1' },
      { ...draft, incident: { id: 'one', number: 'GMP-1' } },
    ]) {
      expect(drafts.requestOf(other)).not.toHaveProperty('planned')
      expect(drafts.lacksPlannedTime({ ...other, planned: { ...planned, at: '' } })).toBe(false)
    }
    expect(drafts.requestOf(draft, 'advice_given')).not.toHaveProperty('planned')
  })

  it('takes back the last answer, whether known or not', () => {
    const one = drafts.withFact(aDraft(), 'weapon', 'seen')
    const two = drafts.withNotKnown(one, 'injury')
    expect(two).toMatchObject({ facts: { weapon: 'seen' }, notKnown: ['injury'], order: ['weapon', 'injury'] })
    expect(drafts.withoutLast(two)).toMatchObject({ facts: { weapon: 'seen' }, notKnown: [], order: ['weapon'] })
    expect(drafts.withoutLast(drafts.withoutLast(two)).facts).toEqual({})
  })

  it('makes an answer of what was not known before, and the other way about', () => {
    const known = drafts.withFact(drafts.withNotKnown(aDraft(), 'weapon'), 'weapon', 'none')
    expect(known).toMatchObject({ facts: { weapon: 'none' }, notKnown: [] })
    expect(drafts.withNotKnown(known, 'weapon')).toMatchObject({ facts: {}, notKnown: ['weapon'] })
  })

  it('comes back after a reload for the same account and for no other', () => {
    drafts.saveDraft(sessionStorage, 'handler', aDraft({ narrative: 'Half a sent' }))
    expect(drafts.loadDraft(sessionStorage, 'handler')?.narrative).toBe('Half a sent')
    expect(drafts.loadDraft(sessionStorage, 'dispatcher')).toBeNull()
    drafts.dropDraft(sessionStorage, 'handler')
    expect(drafts.loadDraft(sessionStorage, 'handler')).toBeNull()
  })

  it('is not read from what is not one', () => {
    for (const text of ['{', 'null', '7', '{"order":3}', '{"facts":"x","narrative":1}', '{"planned":{"kind":3}}']) {
      sessionStorage.setItem('frontdoor.draft.handler', text)
      expect(drafts.loadDraft(sessionStorage, 'handler')).toBeNull()
    }
  })
})

describe('the questions', () => {
  const [weapon, present, injury] = [aQuestion('weapon'), aQuestion('present'), aQuestion('injury')]

  it('follow the policy while nobody is in them', () => {
    const shown = withNext(nothingShown, [weapon, present], {}, [], false)
    expect(withNext(shown, [injury, weapon], {}, [], false)).toEqual({ questions: [injury, weapon], active: 'injury' })
  })

  it('do not move under the hand: the active one stays first though the policy now puts another before it', () => {
    const shown = withNext(nothingShown, [weapon, present], {}, [], true)
    const next = withNext(shown, [injury, present, weapon], {}, [], true)
    expect(next.questions.map((question) => question.fact)).toEqual(['weapon', 'injury', 'present'])
    expect(next.active).toBe('weapon')
    expect(withNext(shown, [injury], {}, [], true).active).toBe('weapon')
  })

  it('go on to the next when one is answered, and never ask what is answered or not known', () => {
    const shown = withNext(nothingShown, [weapon, present, injury], {}, [], true)
    expect(afterAnswer(shown, 'weapon')).toEqual({ questions: [present, injury], active: 'present' })
    expect(withNext(shown, [weapon, present, injury], { weapon: 'seen' }, ['present'], true).active).toBe('injury')
    expect(afterAnswer(withNext(nothingShown, [weapon], {}, [], true), 'weapon').active).toBeNull()
  })

  it('are passed over with the arrows, which stop at the ends', () => {
    const shown = withNext(nothingShown, [weapon, present], {}, [], true)
    expect(moveActive(shown, 1).active).toBe('present')
    expect(moveActive(moveActive(shown, 1), 1).active).toBe('present')
    expect(moveActive(shown, -1).active).toBe('weapon')
  })

  it('have a key for each answer', () => {
    expect(choicesOf(weapon).map((choice) => choice.key)).toEqual(['y', 'n'])
    const many = { type: 'set', options: Array.from({ length: 12 }, (_, index) => `option_${index}`) }
    expect(
      choicesOf(many)
        .map((choice) => choice.key)
        .join(''),
    ).toBe('1234567890ab')
    expect(choicesOf({ type: 'integer', options: [] })).toEqual([])
  })

  it('let members of a list be put in and taken out', () => {
    expect(toggled(undefined, 'elderly')).toEqual(['elderly'])
    expect(toggled(['elderly'], 'elderly')).toEqual([])
  })
})

describe('finding a fact', () => {
  const vocabulary = [
    aFact('weapon', { type: 'enum', options: ['none', 'seen', 'used'], text: 'Are there any weapons?' }),
    aFact('weapon_type', { type: 'enum', options: ['knife', 'firearm'] }),
    aFact('casualties', { type: 'integer', text: 'How many are hurt?' }),
    aFact('suspect_present', { text: 'Is the person still there?' }),
    aFact('vulnerability', { type: 'set', options: ['elderly', 'dementia'] }),
  ]
  const ids = (query: string) => searchFacts(vocabulary, query).map((candidate) => candidate.id)

  it('goes by the beginnings of words of fact and value', () => {
    expect(ids('weap se')).toEqual(['weapon=seen'])
    expect(ids('knife')).toEqual(['weapon_type=knife'])
    expect(ids('suspect yes')).toEqual(['suspect_present=true'])
    expect(ids('zebra')).toEqual([])
    expect(ids('')).toEqual([])
  })

  it('takes a number with a fact that counts', () => {
    expect(ids('casualties 2')).toEqual(['casualties=2'])
    expect(searchFacts(vocabulary, 'casualties 2')[0]?.value).toBe(2)
  })

  it('offers members of a list, and none of them', () => {
    expect(ids('vulnerability')).toEqual(['vulnerability=elderly', 'vulnerability=dementia', 'vulnerability='])
    expect(ids('dementia')).toEqual(['vulnerability=dementia'])
  })
})
