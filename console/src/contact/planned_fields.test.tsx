import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Policy } from '../api/types.ts'
import { newDraft, type Draft } from './draft.ts'
import { PlannedFields } from './planned_fields.tsx'

afterEach(cleanup)

const policy = {
  day_one: { job_kinds: [{ code: 'warrant', text: 'A warrant' }], needs: [], message_characters_max: 400 },
} as unknown as Policy

function Held({ part, asked = false }: { part: Partial<Draft>; asked?: boolean }) {
  const [draft, setDraft] = useState<Draft>({ ...newDraft(() => 'key'), ...part })
  return <PlannedFields draft={draft} policy={policy} readOnly={false} asked={asked} onChange={setDraft} />
}

describe('a job for later', () => {
  it('is not offered for an emergency', () => {
    render(<Held part={{ channel: '999' }} />)
    expect(screen.queryByLabelText('When does it become work?')).toBeNull()
  })

  it('asks for its time once a kind is chosen, and says what that means for the clock', () => {
    render(<Held part={{ channel: 'officer' }} asked />)
    expect(screen.queryByLabelText('From')).toBeNull()
    fireEvent.change(screen.getByLabelText('When does it become work?'), { target: { value: 'warrant' } })
    const at = screen.getByLabelText<HTMLInputElement>('From')
    expect(at.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText(/every clock counts from it/)).toBeDefined()
    fireEvent.change(at, { target: { value: '2026-07-05T06:00' } })
    expect(screen.getByLabelText('From').getAttribute('aria-invalid')).toBeNull()
  })
})
