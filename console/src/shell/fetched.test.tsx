import { act, cleanup, render, screen } from '@testing-library/react'
import { Suspense, type ComponentType } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetched } from './fetched.tsx'

const Board = ({ incident }: { incident: string }) => <p>The board at {incident}</p>

describe('a screen that is fetched', () => {
  afterEach(cleanup)

  const shown = (Screen: ComponentType<{ incident: string }>) =>
    render(
      <Suspense fallback={<p>Loading</p>}>
        <Screen incident="one" />
      </Suspense>,
    )

  it('is fetched when it is wanted', async () => {
    const fetch = vi.fn(() => Promise.resolve(Board))
    const { Screen } = fetched(fetch)
    expect(fetch).not.toHaveBeenCalled()
    shown(Screen)
    expect(screen.queryByText('Loading')).not.toBeNull()
    await act(() => Promise.resolve())
    expect(screen.queryByText('The board at one')).not.toBeNull()
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('is there at once when it was fetched ahead', async () => {
    const { Screen, ahead, isThere } = fetched(() => Promise.resolve(Board))
    expect(isThere()).toBe(false)
    await ahead()
    expect(isThere()).toBe(true)
    shown(Screen)
    expect(screen.queryByText('Loading')).toBeNull()
    expect(screen.queryByText('The board at one')).not.toBeNull()
  })
})
