import { describe, expect, it } from 'vitest'
import { cueWords, segmentsOf, type Cue } from './cues.ts'

const aCue = (part: Partial<Cue> & Pick<Cue, 'ranges'>): Cue => ({
  cue: 'machete',
  fact: 'weapon',
  value: 'seen',
  text: '',
  effect: 'floor',
  floor: '1',
  answered: false,
  ...part,
})

describe('the words of a narrative that mean something', () => {
  it('are marked where they stand, counted in code points as the server does', () => {
    const words = 'He 😡 has a machete now'
    const from = [...words].join('|').split('|').indexOf('m')
    const cue = aCue({ ranges: [{ from, to: from + 7 }] })
    expect(segmentsOf(words, words, [cue]).map(({ text, cue: of }) => [text, of !== null])).toEqual([
      ['He 😡 has a ', false],
      ['machete', true],
      [' now', false],
    ])
  })

  it('keep their mark while more is typed behind them, and lose it when the words before have changed', () => {
    const cue = aCue({ ranges: [{ from: 2, to: 9 }] })
    expect(segmentsOf('A machete and more', 'A machete', [cue])[1]).toEqual({ text: 'machete', cue })
    expect(segmentsOf('No machete', 'A machete', [cue])).toEqual([{ text: 'No machete', cue: null }])
  })

  it('are marked once where two cues overlap', () => {
    const cues = [aCue({ ranges: [{ from: 0, to: 7 }] }), aCue({ cue: 'other', ranges: [{ from: 3, to: 9 }] })]
    expect(segmentsOf('abcdefghij', 'abcdefghij', cues).map(({ text }) => text)).toEqual(['abcdefg', 'hij'])
  })

  it('are listed once each, those still to be asked first', () => {
    const done = aCue({ cue: 'ex', answered: true, ranges: [{ from: 0, to: 2 }] })
    const open = aCue({
      ranges: [
        { from: 3, to: 8 },
        { from: 9, to: 14 },
      ],
    })
    expect(cueWords('Ex knife knife', [done, open]).map(({ cue, words }) => [cue.cue, words])).toEqual([
      ['machete', ['knife']],
      ['ex', ['Ex']],
    ])
  })
})
