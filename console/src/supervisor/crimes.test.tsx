import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Crimes } from './crimes.tsx'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function shownWith(more: boolean) {
  const register = { register: 'due', items: [{ key: '1/1/1', incident: 'one', number: 'GMP-20260301-000123' }], more }
  const answer = () =>
    Promise.resolve(new Response(JSON.stringify(register), { headers: { 'Content-Type': 'application/json' } }))
  vi.stubGlobal('fetch', vi.fn(answer))
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Crimes />
    </QueryClientProvider>,
  )
}

describe('a crime register', () => {
  it('says that it goes on where it does', async () => {
    shownWith(true)
    await screen.findByText('GMP-20260301-000123')
    expect(screen.getByRole('status').textContent).toBe('These are the first 1; the register goes on behind them.')
  })

  it('says nothing of it where it does not', async () => {
    shownWith(false)
    await screen.findByText('GMP-20260301-000123')
    expect(screen.queryByRole('status')).toBeNull()
  })
})
