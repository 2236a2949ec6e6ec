import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ThemeChoice } from './header.tsx'
import { applyTheme } from './theme.ts'

const choice = () => screen.getByLabelText<HTMLSelectElement>('Colours')
const settled = () => act(() => new Promise((done) => setTimeout(done, 0)))

describe('the choice of colours', () => {
  beforeEach(() => {
    localStorage.clear()
    applyTheme('system')
  })
  afterEach(cleanup)

  it('sets the page’s colours, and is kept', () => {
    render(<ThemeChoice />)
    expect(choice().value).toBe('system')
    fireEvent.change(choice(), { target: { value: 'dark' } })
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(localStorage.getItem('frontdoor.theme')).toBe('dark')
  })

  it('shows the colours that the page has, whoever set them', async () => {
    applyTheme('light')
    render(<ThemeChoice />)
    expect(choice().value).toBe('light')
    applyTheme('contrast')
    await settled()
    expect(choice().value).toBe('contrast')
  })

  it('follows what was chosen in another tab', async () => {
    render(<ThemeChoice />)
    localStorage.setItem('frontdoor.theme', 'dark')
    dispatchEvent(new StorageEvent('storage', { key: 'frontdoor.theme', newValue: 'dark' }))
    await settled()
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(choice().value).toBe('dark')
  })
})
