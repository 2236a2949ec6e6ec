import { afterEach, describe, expect, it } from 'vitest'
import { setSingleKeys } from './keys.ts'
import { movedBy } from './list_keys.ts'

const press = (key: string, at: number, count = 20, more: KeyboardEventInit = {}) =>
  movedBy(new KeyboardEvent('keydown', { key, ...more }), at, count, 10)

describe('the keys of a list', () => {
  afterEach(() => setSingleKeys(true))

  it('go one on or back, a page, and to the ends', () => {
    expect([press('ArrowDown', 3), press('j', 3), press('ArrowUp', 3), press('k', 3)]).toEqual([4, 4, 2, 2])
    expect([press('PageDown', 3), press('PageUp', 13), press('Home', 3), press('End', 3)]).toEqual([13, 3, 0, 19])
  })

  it('begin at the first where nothing is chosen, and stay within the list', () => {
    expect(press('ArrowDown', -1)).toBe(0)
    expect(press('ArrowUp', -1)).toBe(0)
    expect(press('PageDown', 15)).toBe(19)
    expect(press('End', -1, 0)).toBe(0)
  })

  it('are no others, none with Ctrl or Alt, and no letters where these are switched off', () => {
    expect(press('Enter', 3)).toBeNull()
    expect(press('ArrowDown', 3, 20, { altKey: true })).toBeNull()
    setSingleKeys(false)
    expect(press('j', 3)).toBeNull()
    expect(press('ArrowDown', 3)).toBe(4)
  })
})
