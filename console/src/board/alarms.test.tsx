import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import type { Card } from '../api/types.ts'
import { withCards, emptyBoard } from '../live/board.ts'
import { aCard } from '../test_support.ts'
import { useAlarms } from './alarms.tsx'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

it('asks what the posts were told when somebody is told or answers, not with each change of a card', async () => {
  vi.useFakeTimers()
  const passes = () => act(() => vi.advanceTimersByTimeAsync(20))
  const client = new QueryClient()
  vi.spyOn(Math, 'random').mockReturnValue(0)
  let asked = 0
  vi.stubGlobal('fetch', () => {
    asked += 1
    return Promise.resolve(new Response('{"posts":[]}', { headers: { 'Content-Type': 'application/json' } }))
  })
  const board = (...cards: Partial<Card>[]) => withCards(emptyBoard, cards.map(aCard))
  const { rerender } = renderHook(useAlarms, {
    initialProps: board({ id: 'a', version: 1 }),
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  await passes()
  expect(asked).toBe(1)

  rerender(board({ id: 'a', version: 2, escalated_to: ['inspector'] }))
  await passes()
  expect(asked).toBe(2)
  rerender(board({ id: 'a', version: 3, escalated_to: ['inspector'] }))
  await passes()
  expect(asked).toBe(2)
  rerender(board({ id: 'a', version: 4, escalated_to: ['inspector', 'superintendent'] }))
  await passes()
  expect(asked).toBe(3)
  rerender(board({ id: 'a', version: 5 }))
  await passes()
  expect(asked).toBe(4)
})
