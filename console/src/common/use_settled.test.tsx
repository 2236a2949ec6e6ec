import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useSettled } from './use_settled.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const pass = (ms: number) => {
  act(() => {
    vi.advanceTimersByTime(ms)
  })
}

it('follows a change after a while, and several of them at once', () => {
  const { result, rerender } = renderHook(({ value }) => useSettled(value, 1000), { initialProps: { value: 'a' } })
  expect(result.current).toBe('a')
  rerender({ value: 'b' })
  pass(499)
  expect(result.current).toBe('a')
  rerender({ value: 'c' })
  pass(1)
  expect(result.current).toBe('c')
})

it('is not put off for ever by changes that go on', () => {
  const { result, rerender } = renderHook(({ value }) => useSettled(value, 1000), { initialProps: { value: 0 } })
  for (let i = 1; i <= 20; ++i) {
    rerender({ value: i })
    pass(100)
  }
  expect(result.current).toBeGreaterThan(10)
})
