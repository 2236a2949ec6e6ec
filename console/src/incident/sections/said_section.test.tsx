import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Call, Task } from '../../api/types.ts'
import { aCall } from '../../test_support.ts'
import { aRecord } from '../record_support.ts'
import { SaidSection } from './said_section.tsx'

afterEach(cleanup)

const owed: Task = {
  id: 'task',
  kind: 'trace_call',
  owner: 'call_handler',
  state: 'open',
  opened_at: '2026-03-01T12:00:10Z',
  due_at: '2026-03-01T12:10:10Z',
  overdue: false,
  outcome: null,
  ended_at: null,
  about: null,
  attempts: [],
}

function shown(calls: Call[], more: Partial<Parameters<typeof SaidSection>[0]> = {}) {
  const onAct = vi.fn()
  const onTasks = vi.fn()
  render(
    <SaidSection
      record={aRecord({ tasks: [owed] })}
      calls={calls}
      callsMissing={false}
      policy={undefined}
      mayWork
      onTasks={onTasks}
      onAct={onAct}
      {...more}
    />,
  )
  return { onAct, onTasks }
}

describe('the calls of an incident', () => {
  it('has one that was abandoned, with its number and what is owed next', () => {
    const gone: Call = {
      ...aCall('gone', 'abandoned'),
      answered_at: null,
      standing: 'over',
      incident: 'one',
      personal: { line: 'queue-1', phone: '+447700900125', locations: [] },
    }
    const { onTasks } = shown([gone])
    const line = screen.getByText(/abandoned before anybody answered; over/)
    expect(line.textContent).toContain('from +447700900125')
    expect(line.textContent).toContain('Owed next: Trace call')
    fireEvent.click(screen.getByRole('button', { name: 'To the tasks' }))
    expect(onTasks).toHaveBeenCalled()
  })

  it('lets ringing back be recorded where that is owed, and says how often it was tried', () => {
    const waiting: Call = {
      ...aCall('waiting', 'abandoned'),
      channel: '101',
      answered_at: null,
      standing: 'call_back',
      call_back_by: '2026-03-01T12:30:00Z',
      call_backs: 1,
      incident: 'one',
    }
    const { onAct } = shown([waiting])
    expect(screen.getByText(/to be rung back, tried once/)).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Record ringing back' }))
    expect(onAct).toHaveBeenCalledWith({ code: 'call_back', about: 'waiting' })
  })

  it('says that a silent call was put through, and where the calls can not be read', () => {
    shown([{ ...aCall('silent', 'silent_solution'), incident: 'one' }], { callsMissing: true })
    expect(screen.getByText(/silent, put through after 55 was pressed; still on the line/)).toBeDefined()
    expect(screen.getByText(/can not be read now/)).toBeDefined()
  })
})
