import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FindField } from './find_field.tsx'

const options = [
  { code: 'PSW-CFS', text: 'Concern for safety (PSW-CFS)' },
  { code: 'PSW-CIV', text: 'Civil dispute (PSW-CIV)' },
]
const told = vi.fn()

function Held({ free = false }: { free?: boolean }) {
  const [value, setValue] = useState('')
  return (
    <FindField
      input={{ id: 'code', 'aria-label': 'Category' }}
      options={options}
      value={value}
      readOnly={false}
      free={free}
      onChange={(next) => {
        told(next)
        setValue(next)
      }}
    />
  )
}

const field = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Category' })
const type = (words: string) => fireEvent.change(field(), { target: { value: words } })

afterEach(() => {
  cleanup()
  told.mockClear()
})

describe('a field that finds one of many', () => {
  it('marks with the arrows and takes with Enter, which goes no further', () => {
    const beyond = vi.fn()
    render(
      // eslint-disable-next-line jsx-a11y/no-static-element-interactions
      <div onKeyDown={beyond}>
        <Held />
      </div>,
    )
    type('psw')
    fireEvent.keyDown(field(), { key: 'ArrowDown' })
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('Civil dispute')
    fireEvent.keyDown(field(), { key: 'Enter' })
    expect(told).toHaveBeenLastCalledWith('PSW-CIV')
    expect(field().value).toBe('Civil dispute (PSW-CIV)')
    expect(beyond).not.toHaveBeenCalled()
    // With the list closed, Enter is the form's again.
    fireEvent.keyDown(field(), { key: 'Enter' })
    expect(beyond).toHaveBeenCalledTimes(1)
  })

  it('takes the one that alone fits when it is left, and keeps what fits none as it was typed', () => {
    render(<Held />)
    type('concern')
    fireEvent.blur(field())
    expect(told).toHaveBeenLastCalledWith('PSW-CFS')
    type('burglary')
    fireEvent.blur(field())
    expect(told).toHaveBeenLastCalledWith('burglary')
    expect(field().value).toBe('burglary')
  })

  it('takes what is typed as it is where that is allowed', () => {
    render(<Held free />)
    type('concern')
    fireEvent.blur(field())
    expect(told).toHaveBeenLastCalledWith('concern')
  })

  it('closes its list with Escape, and not what it stands in', () => {
    render(<Held />)
    type('psw')
    expect(fireEvent.keyDown(field(), { key: 'Escape' })).toBe(false)
    expect(field().getAttribute('aria-expanded')).toBe('false')
    expect(fireEvent.keyDown(field(), { key: 'Escape' })).toBe(true)
  })
})
