import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Assessment, NextQuestion } from '../api/types.ts'
import { newDraft, withFact, withNotKnown, withoutFact, type Draft } from '../contact/draft.ts'
import { QuestionsPanel } from '../contact/questions_panel.tsx'
import { addressOf, parseRoute } from '../shell/route.ts'
import { aQuestion } from '../test_support.ts'
import { ConversationLog } from './conversation_log.tsx'
import { HandInForm } from './hand_in_form.tsx'
import { changedFacts, clockWords, conversation, draftOf, goOn, narrativeOf, pause, secondsAt } from './playing.ts'
import { agreementSentence, differences, gradeSentence, rulesSentence, timeSentence } from './result_words.ts'
import type { Exercise, ExerciseResult, HandedIn } from './training_api.ts'

afterEach(cleanup)

const lines: Exercise['scenario']['lines'] = [
  { after_s: 0, who: 'caller', text: 'There is a man shouting.' },
  { after_s: 8, who: 'caller', text: 'He has a knife.' },
]

const said = { proposed_grade: '1', most_urgent_possible: '1', reasons: [], pathway: null, flags: [], exclusions: [] }

function aResult(part: Partial<ExerciseResult> = {}): ExerciseResult {
  return {
    percent: 100,
    passed: true,
    grade: { verdict: 'right', steps: 0, expected: '1', expected_contact_only: null },
    asked: [{ fact: 'weapon', at_s: 4 }],
    misheard: [],
    not_said: [],
    seconds: { to_grade: 30, allowed: 40, paused: 0 },
    pathway: { expected: 'DEPLOY_EMERGENCY', right: true },
    flags: { missed: [], wrong: [] },
    parts: [{ part: 'grade', percent: 100, points: 50 }],
    by_rules: said,
    by_rules_given: said,
    policy: { pack: 'gmp-2018', version: '1', sha256: '0' },
    teaching: 'Place and knife are enough.',
    ...part,
  }
}

function anExercise(part: Partial<Exercise> = {}): Exercise {
  return {
    id: 'one',
    number: 'TRN-20260301-000001',
    trainee: 'user:handler',
    scenario: { scenario: 'a-knife', version: 1, title: 'On the parade', channel: '999', grade_within_s: 40, lines },
    pack: 'gmp-2018',
    started_at: '2026-03-01T21:00:00Z',
    state: 'open',
    ended_at: null,
    at_s: 0,
    questions: [],
    facts: [],
    handed_in: null,
    result: null,
    version: 1,
    ...part,
  }
}

const words = { fact: (fact: string) => `${fact}?`, flag: (flag: string) => flag, pathway: (code: string) => code }

describe('the clock of an exercise', () => {
  it('counts only while it plays', () => {
    const started = goOn({ base: 0, since: null }, 1000)
    expect(secondsAt(started, 8500)).toBe(7)
    const stopped = pause(started, 8500)
    expect(secondsAt(stopped, 99_000)).toBe(7)
    expect(secondsAt(goOn(stopped, 100_000), 103_000)).toBe(10)
    expect(goOn(started, 5000)).toEqual({ base: 0, since: 1000 })
    expect(clockWords(67)).toBe('1:07')
  })
})

describe('what is said', () => {
  it('comes at its second, with questions and answers among it', () => {
    expect(conversation(lines, [], String, 7).map((one) => one.text)).toEqual(['There is a man shouting.'])
    const all = conversation(lines, [{ fact: 'weapon', at_s: 4, words: 'A kitchen knife.' }], (fact) => `${fact}?`, 20)
    expect(all.map((one) => `${one.who}: ${one.text}`)).toEqual([
      'Caller: There is a man shouting.',
      'You: weapon?',
      'Answer: A kitchen knife.',
      'Caller: He has a knife.',
    ])
    expect(narrativeOf(all)).toBe('There is a man shouting. A kitchen knife. He has a knife.')
  })

  it('is told to a screen reader politely, and says when there is nothing yet', () => {
    render(<ConversationLog spoken={[]} />)
    const log = screen.getByRole('log', { name: 'What is said' })
    expect(log.getAttribute('aria-live')).toBe('polite')
    expect(screen.getByText('Nothing has been said yet.')).toBeTruthy()
  })
})

describe('what is written down', () => {
  it('is sent as it changes, and null where nobody can say or it was taken back', () => {
    const empty = newDraft(() => 'key')
    const one = withFact(empty, 'weapon', 'seen')
    expect(changedFacts(empty, one)).toEqual({ weapon: 'seen' })
    expect(changedFacts(one, withFact(one, 'weapon', 'seen'))).toEqual({})
    expect(changedFacts(one, withNotKnown(one, 'injury'))).toEqual({ injury: null })
    expect(changedFacts(one, withoutFact(one, 'weapon'))).toEqual({ weapon: null })
  })

  it('is there again when the exercise is gone on with', () => {
    const draft = draftOf(
      anExercise({
        facts: [
          { fact: 'weapon', value: 'seen', at_s: 3 },
          { fact: 'injury', value: null, at_s: 5 },
        ],
      }),
    )
    expect(draft.facts).toEqual({ weapon: 'seen' })
    expect(draft.notKnown).toEqual(['injury'])
  })
})

let asked: string[] = []
let latest: Draft = newDraft()

function keep(draft: Draft): void {
  latest = draft
}

function Panel({ asking }: { asking: NextQuestion[] }) {
  const [draft, setDraft] = useState<Draft>(() => newDraft(() => 'key'))
  const [assessment] = useState(() => ({ next_questions: asking }) as unknown as Assessment)
  return (
    <QuestionsPanel
      draft={draft}
      assessed={{ assessment, narrative: '', pending: false, problem: null }}
      policy={undefined}
      onChange={(next) => {
        keep(next)
        setDraft(next)
      }}
      onAsk={(fact) => asked.push(fact)}
    />
  )
}

describe('a question put by key', () => {
  it('is asked with Space and answered with its own key after that', () => {
    asked = []
    render(<Panel asking={[aQuestion('suspect_present'), aQuestion('injury')]} />)
    const keys = screen.getByRole('application', { name: 'Questions' })
    fireEvent.keyDown(keys, { key: ' ' })
    fireEvent.keyDown(keys, { key: 'y' })
    fireEvent.keyDown(keys, { key: ' ' })
    expect(asked).toEqual(['suspect_present', 'injury'])
    expect(latest.facts).toEqual({ suspect_present: true })
  })
})

describe('handing in', () => {
  const sent = vi.fn((body: HandedIn) => Promise.resolve(anExercise({ handed_in: body })))
  beforeEach(() => {
    sent.mockClear()
  })

  function open() {
    render(<HandInForm policy={undefined} seconds={() => 31} send={sent} onDone={() => undefined} />)
    return screen.getByLabelText('Why, in your own words?')
  }

  it('wants a grade and a reason before it is sent', () => {
    const why = open()
    fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true })
    expect(screen.getByRole('alert').textContent).toContain('Choose a grade')
    fireEvent.keyDown(window, { key: '2', code: 'Digit2', altKey: true })
    fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true })
    expect(screen.getByRole('alert').textContent).toContain('in your own words')
    expect(document.activeElement).toBe(why)
    expect(sent).not.toHaveBeenCalled()
  })

  it('takes the grade by Alt and its place, and sends the second it was handed in at', () => {
    const why = open()
    fireEvent.keyDown(window, { key: '1', code: 'Digit1', altKey: true })
    fireEvent.change(why, { target: { value: 'The knife is in his hand.' } })
    fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true })
    expect(sent).toHaveBeenCalledTimes(1)
    expect(sent.mock.calls[0]?.[0]).toEqual({
      grade: '1',
      flags: [],
      rationale: 'The knife is in his hand.',
      at_s: 31,
    })
  })

  it('ends a contact without an incident by Alt+0', () => {
    const why = open()
    fireEvent.keyDown(window, { key: '0', code: 'Digit0', altKey: true })
    fireEvent.change(why, { target: { value: 'It is only music.' } })
    fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true })
    expect(sent.mock.calls[0]?.[0]).toMatchObject({ contact_only: 'advice_given' })
  })
})

describe('a result in words', () => {
  const handed = (grade: string) =>
    anExercise({ handed_in: { grade, flags: [], rationale: 'Because.', at_s: 30 }, state: 'submitted' })

  it('says of the grade whether it is right, too low or too high, and by how much', () => {
    expect(gradeSentence(handed('1'), aResult())).toBe('Grade 1 is right.')
    const low = aResult({ grade: { verdict: 'too_low', steps: 2, expected: '1', expected_contact_only: null } })
    expect(gradeSentence(handed('3'), low)).toBe('Grade 3 is 2 steps too low: grade 1 was expected.')
    const high = aResult({
      grade: { verdict: 'too_high', steps: 1, expected: null, expected_contact_only: 'advice_given' },
    })
    expect(gradeSentence(handed('5'), high)).toBe('Grade 5 is one step too high: no incident was expected.')
    const ended = anExercise({ handed_in: { contact_only: 'misrouted', flags: [], rationale: 'Because.', at_s: 30 } })
    const other = aResult({
      grade: { verdict: 'right', steps: 0, expected: null, expected_contact_only: 'advice_given' },
    })
    expect(gradeSentence(ended, other)).toContain('as “advice given”')
  })

  it('says what the time was, and what does not count', () => {
    expect(timeSentence(aResult())).toBe('Graded after 30 seconds; 40 were allowed.')
    const late = aResult({ seconds: { to_grade: 55, allowed: 40, paused: 9 } })
    expect(timeSentence(late)).toBe(
      'Graded after 55 seconds, 15 too many; 40 were allowed. The clock stood for 9 seconds, which do not count.',
    )
  })

  it('names each difference once, and none where there is none', () => {
    expect(differences(handed('1'), aResult(), words)).toEqual([])
    const result = aResult({
      asked: [{ fact: 'weapon', at_s: null }],
      misheard: [{ fact: 'suspect_present', written: false, said: true }],
      not_said: ['theft'],
      pathway: { expected: 'DEPLOY_EMERGENCY', right: false },
      flags: { missed: ['KNIFE'], wrong: ['HERBERT'] },
    })
    expect(differences(handed('1'), result, words)).toEqual([
      'Not asked: weapon?',
      'suspect_present? You wrote down “no”; the caller said “yes”.',
      'Written down, and not said by anybody: theft.',
      'No pathway was chosen; “DEPLOY_EMERGENCY” was expected.',
      'The flag “KNIFE” was missed.',
      'The flag “HERBERT” does not belong here.',
    ])
  })

  it('tells where the rules say otherwise of what was written down', () => {
    expect(rulesSentence(aResult())).toContain('the same')
    const other = aResult({ by_rules_given: { ...said, proposed_grade: null } })
    expect(rulesSentence(other)).toBe('The rules say grade 1. Of what you wrote down they say no grade.')
  })
})

describe('agreement in words', () => {
  const none = { pairs: 0, agreed: 0, raw: null, kappa: null }

  it('gives no figure where there are too few', () => {
    const few = { trainees: 2, enough: false, between: none, with_expected: none }
    expect(agreementSentence(few, 5)).toBe('Too few: 2 of at least 5 trainees. A figure of so few would say nothing.')
  })

  it('gives both shares, and says where chance alone would do as well', () => {
    const between = { pairs: 10, agreed: 6, raw: 0.6, kappa: 0.166 }
    const with_expected = { pairs: 5, agreed: 4, raw: 0.8, kappa: null }
    const figures = { trainees: 5, enough: true, between, with_expected }
    expect(agreementSentence(figures, 5)).toBe('60 % of 10 pairs agree (kappa 0.17); 80 % with what is expected.')
    const alike = { ...figures, between: { ...between, kappa: null } }
    expect(agreementSentence(alike, 5)).toContain('chance alone would agree as well')
  })
})

describe('addresses of training', () => {
  it('are read back as they are written', () => {
    for (const [part, exercise] of [
      ['exercises', null],
      ['agreement', null],
      ['own', 'one'],
      ['result', 'one'],
    ] as const) {
      const route = { screen: 'training', part, exercise } as const
      expect(parseRoute(addressOf(route))).toEqual(route)
    }
    expect(parseRoute('#/training')).toEqual({ screen: 'training', part: 'exercises', exercise: null })
  })
})
