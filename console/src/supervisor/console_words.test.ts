// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { behindSum, behindText, showsText } from './console_words.ts'

const behind = { complete: false, filling: false, behind_events: 21, behind_s: 9 }

describe('a console that is behind', () => {
  it('is told of by how much and for how long', () => {
    expect(behindText(behind)).toBe('Behind by 21 entries, for 0:09')
    expect(behindText({ ...behind, behind_events: 1 })).toContain('1 entry')
    expect(behindText({ ...behind, behind_events: 0 })).toContain('not arrived yet')
    expect(behindText({ ...behind, filling: true })).toContain('being sent')
    expect(behindText({ ...behind, complete: true })).toBe('Up to date')
  })

  it('is counted among all, and says where it works', () => {
    expect(behindSum([behind, { complete: true }])).toBe('1 of 2 consoles is behind.')
    expect(behindSum([{ complete: true }])).toBe('1 console, all up to date.')
    expect(behindSum([])).toBe('No console shows a board here.')
    expect(showsText([])).toBe('The whole force')
    expect(showsText(['Salford', 'Bolton'])).toBe('Salford, Bolton')
  })
})
