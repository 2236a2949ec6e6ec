import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RequestProblem } from '../api/problem.ts'
import type { Field } from './form.ts'
import { FormDialog, type Sending } from './form_dialog.tsx'

const fields: Field[] = [
  { pointer: '/rationale', label: 'Why', kind: 'words', required: true },
  { pointer: '/note', label: 'Note', kind: 'line' },
]

function opened(onSend: (body: Record<string, unknown>, how: Sending) => Promise<unknown>, version = 4) {
  const onDone = vi.fn()
  const show = (now: number) => (
    <FormDialog
      title="Close it"
      send="Close"
      fields={fields}
      version={now}
      onSend={onSend}
      onDone={onDone}
      onClose={vi.fn()}
    />
  )
  const { rerender } = render(show(version))
  return { onDone, moveTo: (now: number) => rerender(show(now)) }
}

const why = () => screen.getByLabelText('Why')
const submit = () => fireEvent.keyDown(why(), { key: 'Enter', ctrlKey: true })
const write = (text: string) => fireEvent.change(why(), { target: { value: text } })

afterEach(cleanup)

describe('a form dialog', () => {
  it('sends nothing while something needed is missing, and says what beside it', () => {
    const send = vi.fn()
    opened(send)
    submit()
    expect(send).not.toHaveBeenCalled()
    expect(screen.getByText('Why is missing.')).toBeDefined()
    expect(why().getAttribute('aria-invalid')).toBe('true')
  })

  it('puts a fault beside the field it names, what ends it with it, and the rest in the refusal', async () => {
    const refused = new RequestProblem(
      409,
      {
        title: 'This cannot be done',
        detail: 'Something still stands open.',
        errors: [
          {
            pointer: '/rationale',
            code: 'stock_phrase',
            detail: 'That is a stock phrase.',
            remedy: 'Write what you know.',
          },
          {
            pointer: '/dispatch',
            code: 'dispatch_not_acknowledged',
            detail: 'Nobody has acknowledged it.',
            remedy: 'Acknowledge it.',
          },
        ],
      },
      'request-7',
    )
    opened(() => Promise.reject(refused))
    write('nfa')
    submit()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Something still stands open.')
    expect(alert.textContent).toContain('Nobody has acknowledged it. Acknowledge it.')
    expect(alert.textContent).not.toContain('stock phrase')
    expect(alert.textContent).toContain('request-7')
    const beside = document.getElementById(why().getAttribute('aria-describedby') ?? '')
    expect(beside?.textContent).toBe('That is a stock phrase. Write what you know.')
  })

  it('keeps its key after no answer, so that nothing is done twice, and takes another after a refusal', async () => {
    const keys: string[] = []
    const answers = [
      new RequestProblem(0, { title: 'No answer' }, null),
      new RequestProblem(422, { title: 'No' }, null),
    ]
    opened((_, how) => {
      keys.push(how.idempotencyKey)
      const failure = answers.shift()
      return failure === undefined ? Promise.resolve({}) : Promise.reject(failure)
    })
    write('He has left by train.')
    submit()
    await screen.findByText('No answer')
    submit()
    await screen.findByText('No')
    submit()
    await waitFor(() => expect(keys).toHaveLength(3))
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[1])
  })

  it('is decided on the version it was opened on until the person takes the newer one', async () => {
    const versions: (number | null)[] = []
    const stale = new RequestProblem(
      412,
      {
        title: 'This cannot be done',
        detail: 'It has moved on.',
        errors: [{ pointer: '/6', code: 'incident.note_added', detail: 'user:dispatcher at 21:05' }],
      },
      null,
    )
    const { onDone, moveTo } = opened((_, how) => {
      versions.push(how.version)
      return how.version === 4 ? Promise.reject(stale) : Promise.resolve('done')
    })
    write('He has left by train.')
    moveTo(6)
    submit()
    expect((await screen.findByRole('alert')).textContent).toContain('Incident note added: dispatcher at 21:05')
    fireEvent.click(screen.getByText(/I have read what is new/))
    submit()
    await waitFor(() => expect(onDone).toHaveBeenCalledWith('done'))
    expect(versions).toEqual([4, 6])
  })
})
