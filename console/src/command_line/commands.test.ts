import { describe, expect, it } from 'vitest'
import type { Policy } from '../api/types.ts'
import { plainScale } from '../common/grades.ts'
import { aCard, aDispatch } from '../test_support.ts'
import { byNumber, completions, understand, type CommandContext } from './commands.ts'

const card = aCard({ dispatch: aDispatch('pushed') })
const other = aCard({ id: 'other', number: 'GMP-20260301-000045', personal: { location_text: 'The station' } })
const policy = {
  working: {
    unit_reasons: [
      { code: 'committed', text: 'Committed elsewhere' },
      { code: 'too_far', text: 'Too far away' },
    ],
    unresourced_reasons: [{ code: 'no_unit_free', text: 'No unit is free' }],
  },
} as unknown as Policy
const context = (part: Partial<CommandContext> = {}): CommandContext => ({
  card,
  cards: [card, other],
  scale: plainScale,
  policy,
  may: () => true,
  ...part,
})

describe('the command line', () => {
  it('acknowledges', () => {
    expect(understand('ack', context()).command).toEqual({ do: 'acknowledge', card })
    expect(understand('ack', context({ card: aCard() }))).toMatchObject({ command: null })
  })

  it('grades: confirms, raises, and sends who would lower to the form', () => {
    expect(understand('g 1', context()).command).toEqual({ do: 'grade', card, grade: '1' })
    expect(understand('g 2', context()).says).toMatch(/^Confirm/)
    expect(understand('g 4', context()).command).toEqual({ do: 'lower', card })
    expect(understand('g 9', context()).command).toBeNull()
  })

  it('reports units by call sign, with a reason where one is owed', () => {
    expect(understand('as k12', context()).command).toMatchObject({ do: 'unit', unit: 'K12', state: 'assigned' })
    expect(understand('as', context()).command).toBeNull()
    expect(understand('as K12 K13', context()).command).toBeNull()
    expect(understand('ref K12', context())).toMatchObject({ command: null, says: 'Why? committed, too_far' })
    expect(understand('ref K12 too far', context()).command).toMatchObject({ state: 'refused', reason: 'too_far' })
    expect(understand('none no', context()).command).toMatchObject({ do: 'unresourced', reason: 'no_unit_free' })
  })

  it('links by the number of the day or the whole one, never to itself', () => {
    expect(understand('link 45', context()).command).toMatchObject({ do: 'link', kind: 'duplicate', other })
    expect(understand('rel GMP-20260301-000045', context()).command).toMatchObject({ kind: 'related', other })
    expect(understand('link 1', context()).command).toBeNull()
    expect(understand('link 46', context()).says).toMatch(/No open incident/)
  })

  it('takes of two days with one number the newest', () => {
    const newer = aCard({ id: 'newer', number: 'GMP-20260302-000045' })
    expect(byNumber([other, newer], '45')?.id).toBe('newer')
  })

  it('adds notes as they are written', () => {
    expect(understand('note  He is back, with a  dog', context()).command).toEqual({
      do: 'note',
      card,
      text: 'He is back, with a  dog',
    })
    expect(understand('note', context()).command).toBeNull()
  })

  it('opens a bare number and filters by anything else', () => {
    expect(understand('45', context()).command).toEqual({ do: 'open', card: other })
    expect(understand('731 Yarrow Road', context()).command).toEqual({ do: 'filter', text: '731 Yarrow Road' })
    expect(understand('f', context()).command).toEqual({ do: 'filter', text: '' })
  })

  it('says what a role may not, and needs an incident to act on', () => {
    expect(understand('ack', context({ may: () => false }))).toMatchObject({ command: null })
    expect(understand('note x', context({ card: undefined })).says).toBe('No incident is chosen.')
  })

  it('completes commands, reasons and numbers', () => {
    expect(completions('li', context())[0]?.line).toBe('link ')
    expect(completions('none ', context())[0]?.line).toBe('none no_unit_free')
    expect(completions('ref K12 t', context()).map(({ line }) => line)).toContain('ref K12 too_far')
    expect(completions('link 4', context()).map(({ line }) => line)).toEqual(['link 45'])
    expect(completions('ac', context({ may: () => false }))).toEqual([])
  })
})
