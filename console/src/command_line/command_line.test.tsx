import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RequestProblem } from '../api/problem.ts'
import { plainScale } from '../common/grades.ts'
import { aCard, aDispatch } from '../test_support.ts'
import { CommandLine } from './command_line.tsx'
import type { CommandContext } from './commands.ts'

const card = aCard({ dispatch: aDispatch('pushed') })
const context: CommandContext = { card, cards: [card], scale: plainScale, policy: undefined, may: () => true }

function shown(onRun = vi.fn(() => Promise.resolve('Done.'))) {
  const onDone = vi.fn()
  const onClose = vi.fn()
  render(<CommandLine begun="" context={context} onRun={onRun} onDone={onDone} onClose={onClose} />)
  const field = screen.getByRole('combobox')
  const type = (value: string) => fireEvent.change(field, { target: { value } })
  const press = (key: string) =>
    act(() => {
      fireEvent.keyDown(field, { key })
      return Promise.resolve()
    })
  return { field, type, press, onRun, onDone, onClose }
}

describe('the line', () => {
  afterEach(cleanup)

  it('takes the focus, says what Enter would do, and does it', async () => {
    const { field, type, press, onRun, onDone } = shown()
    expect(document.activeElement).toBe(field)
    type('ack')
    expect(screen.getByRole('status').textContent).toBe(`Acknowledge ${card.number}.`)
    await press('Enter')
    expect(onRun).toHaveBeenCalledWith({ do: 'acknowledge', card })
    expect(onDone).toHaveBeenCalledWith('Done.')
  })

  it('runs nothing that it does not understand', async () => {
    const { type, press, onRun } = shown()
    type('g 9')
    await press('Enter')
    expect(onRun).not.toHaveBeenCalled()
  })

  it('keeps what was typed beside a refusal, with its request id', async () => {
    const refusal = new RequestProblem(409, { code: 'refused', title: 'Not now' }, 'request-7')
    const { field, type, press, onDone } = shown(vi.fn(() => Promise.reject(refusal)))
    type('ack')
    await press('Enter')
    expect(screen.getByRole('alert').textContent).toContain('request-7')
    expect((field as HTMLInputElement).value).toBe('ack')
    expect(onDone).not.toHaveBeenCalled()
  })

  it('completes with Tab and goes with Escape', async () => {
    const { field, type, press, onClose } = shown()
    type('no')
    await press('Tab')
    expect((field as HTMLInputElement).value).toBe('none ')
    await press('Escape')
    expect(onClose).toHaveBeenCalled()
  })
})
