import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import type { Assessment, NextQuestion } from '../api/types.ts'
import { aQuestion } from '../test_support.ts'
import { newDraft, type Draft } from './draft.ts'
import { QuestionsPanel } from './questions_panel.tsx'

function assessmentAsking(next_questions: NextQuestion[]): Assessment {
  return {
    proposed_grade: null,
    most_urgent_possible: '1',
    least_urgent_possible: '5',
    reasons: [],
    unknown: [],
    next_questions,
    what_would_change: [],
    thrive: {
      threat: 'none',
      harm: 'none',
      risk: 'none',
      investigation: 'none',
      vulnerability: 'none',
      engagement: 'none',
    },
    flags: [],
    pathway: null,
    exclusions: [],
    policy: { pack: 'p', version: '1', sha256: '0' },
  }
}

let latest: Draft = newDraft()

function keep(draft: Draft): void {
  latest = draft
}

function Held({ asking }: { asking: NextQuestion[] }) {
  const [draft, setDraft] = useState<Draft>(() => newDraft(() => 'key'))
  const [assessment] = useState(() => assessmentAsking(asking))
  return (
    <QuestionsPanel
      draft={draft}
      assessed={{ assessment, narrative: '', pending: false, problem: null }}
      policy={undefined}
      onChange={(next) => {
        keep(next)
        setDraft(next)
      }}
    />
  )
}

function open(...asking: NextQuestion[]): (key: string) => void {
  keep(newDraft())
  render(<Held asking={asking} />)
  const keys = screen.getByRole('application', { name: 'Questions' })
  keys.focus()
  return (key) => fireEvent.keyDown(keys, { key })
}

const weapon = aQuestion('weapon', { type: 'enum', options: ['none', 'implied', 'seen'] })
const casualties = aQuestion('casualties', { type: 'integer' })
const vulnerability = aQuestion('vulnerability', { type: 'set', options: ['elderly', 'dementia'] })

describe('the questions, key by key', () => {
  afterEach(cleanup)

  it('take yes, no and an option by one key each, and go on to the next', () => {
    const press = open(aQuestion('present'), aQuestion('hurt'), weapon)
    press('y')
    press('N')
    press('3')
    expect(latest.facts).toEqual({ present: true, hurt: false, weapon: 'seen' })
    expect(screen.getByText('Nothing more that the policy needs to ask.')).toBeTruthy()
  })

  it('take a number, with mis-typed digits taken back', () => {
    const press = open(casualties)
    for (const key of ['1', '2', 'Backspace', 'Enter']) press(key)
    expect(latest.facts).toEqual({ casualties: 1 })
  })

  it('take several of a list, or none, at Enter', () => {
    const press = open(vulnerability)
    press('1')
    press('2')
    press('1')
    expect(latest.facts).toEqual({})
    press('Enter')
    expect(latest.facts).toEqual({ vulnerability: ['dementia'] })
    press('Backspace')
    press('Enter')
    expect(latest.facts).toEqual({ vulnerability: [] })
  })

  it('leave unknown what nobody can say, and ask it again when that is taken back', () => {
    const press = open(weapon, casualties)
    press('u')
    expect(latest).toMatchObject({ facts: {}, notKnown: ['weapon'] })
    press('Backspace')
    expect(latest.notKnown).toEqual([])
    expect(screen.getAllByText('weapon?').at(0)?.closest('li')?.getAttribute('aria-current')).toBe('step')
  })

  it('do nothing on a key that answers nothing', () => {
    const press = open(weapon)
    press('9')
    press('x')
    expect(latest.order).toEqual([])
  })
})
