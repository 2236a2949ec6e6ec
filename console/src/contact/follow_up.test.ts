import { describe, expect, it } from 'vitest'
import { newDraft, withFact, withoutFact } from './draft.ts'
import { changesOf, undone } from './follow_up.ts'

const sent = withFact(
  newDraft(() => 'key'),
  'weapon',
  'seen',
)

describe('questions that go on after sending', () => {
  it('send each fact that is new or other, and what was taken back', () => {
    expect(changesOf(sent, withFact(sent, 'injury', 'serious'))).toEqual([
      { fact: 'injury', from: undefined, to: 'serious' },
    ])
    expect(changesOf(sent, withFact(sent, 'weapon', 'used'))).toEqual([{ fact: 'weapon', from: 'seen', to: 'used' }])
    expect(changesOf(sent, withoutFact(sent, 'weapon'))).toEqual([{ fact: 'weapon', from: 'seen', to: undefined }])
    expect(changesOf(sent, { ...sent })).toEqual([])
  })

  it('show a refused change as it was, unless it was changed again since', () => {
    const [taken] = changesOf(sent, withoutFact(sent, 'weapon'))
    expect(taken && undone(withoutFact(sent, 'weapon'), taken).facts).toEqual({ weapon: 'seen' })
    expect(taken && undone(withFact(sent, 'weapon', 'used'), taken).facts).toEqual({ weapon: 'used' })
  })
})
