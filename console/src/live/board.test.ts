import { describe, expect, it } from 'vitest'
import { aCard, anEvent } from '../test_support.ts'
import { emptyBoard, fromSnapshot, withCards, withEvents, without } from './board.ts'

describe('the board', () => {
  it('takes a card whose version is higher and no other', () => {
    const board = withCards(emptyBoard, [aCard({ version: 3, grade: '2' })])
    const older = withCards(board, [aCard({ version: 2, grade: '3' })])
    const newer = withCards(board, [aCard({ version: 4, grade: '1' })])
    expect(older).toBe(board)
    expect(newer.get('one')?.grade).toBe('1')
  })

  it('is the same object when nothing changed, so that nothing is drawn anew', () => {
    const board = withCards(emptyBoard, [aCard({ version: 3 })])
    expect(withCards(board, [aCard({ version: 3 })])).toBe(board)
    expect(withEvents(board, [])).toBe(board)
  })

  it('keeps the personal part held when a newer card comes without', () => {
    const board = withCards(emptyBoard, [aCard({ version: 1, personal: { location_text: 'Bury' } })])
    const bare = aCard({ version: 2 })
    delete bare.personal
    expect(withEvents(board, [anEvent(bare, 7)]).get('one')?.personal?.location_text).toBe('Bury')
  })

  it('drops an incident that closes, and one that leaves sight by bare id or by stream name', () => {
    const board = withCards(emptyBoard, [aCard({ id: 'one' }), aCard({ id: 'two' })])
    expect(withCards(board, [aCard({ id: 'one', version: 9, status: 'closed' })]).has('one')).toBe(false)
    expect(without(board, 'two').has('two')).toBe(false)
    expect(without(board, 'incident/two').has('two')).toBe(false)
    expect(without(board, 'nobody')).toBe(board)
  })

  it('is replaced whole by a snapshot', () => {
    expect([...fromSnapshot([aCard({ id: 'three' })]).keys()]).toEqual(['three'])
  })
})
