import { useState } from 'react'
import type { Assessment, FactValue, NextQuestion, Policy } from '../api/types.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf, type Scale } from '../common/grades.ts'
import { plain } from '../common/words.ts'
import { isPlain } from '../shell/keys.ts'
import { withFact, withNotKnown, withoutLast, type Draft } from './draft.ts'
import { afterAnswer, choicesOf, moveActive, nothingShown, toggled, withNext, type Shown } from './questions.ts'
import type { Assessed } from './use_assessment.ts'

interface Props {
  draft: Draft
  assessed: Assessed
  policy: Policy | undefined
  onChange: (draft: Draft) => void
  // Where the caller is not on the line but played: puts the question, before it is answered.
  onAsk?: (fact: string) => void
}

// The question of a fact taken back, so that it can be asked again at once.
function questionOf(fact: string, assessment: Assessment | null, policy: Policy | undefined): NextQuestion | null {
  const next = assessment?.next_questions.find((question) => question.fact === fact)
  if (next) return next
  const asked = policy?.questions.find((question) => question.fact === fact)
  return asked ? { ...asked, could_raise_to: null } : null
}

interface QuestionProps {
  question: NextQuestion
  labels: Record<string, string> | undefined
  scale: Scale
  active: boolean
  picked: string[]
  typed: string
  onAnswer: (value: FactValue) => void
  onToggle: (member: string) => void
  onNotKnown: () => void
  onAsk: (() => void) | undefined
}

function Question({
  question,
  labels,
  scale,
  active,
  picked,
  typed,
  onAnswer,
  onToggle,
  onNotKnown,
  onAsk,
}: QuestionProps) {
  const many = question.type === 'set'
  return (
    <li className={active ? 'question question-active' : 'question'} aria-current={active ? 'step' : undefined}>
      <p className="question-text">
        {question.text || plain(question.fact)}
        {question.could_raise_to !== null && (
          <span className="question-raise">
            could make it <GradeBadge grade={question.could_raise_to} scale={scale} />
          </span>
        )}
      </p>
      <div className="options">
        {onAsk && (
          <button type="button" tabIndex={-1} className="option" onClick={onAsk}>
            {active && <kbd>Space</kbd>} Ask
          </button>
        )}
        {question.type === 'integer' && (
          <span className="option-number">
            {active ? `Type a number, then Enter: ${typed === '' ? '…' : typed}` : 'A number'}
          </span>
        )}
        {choicesOf(question, labels).map((choice) => {
          const on = many && picked.includes(String(choice.value))
          return (
            <button
              key={choice.key}
              type="button"
              tabIndex={-1}
              className={on ? 'option option-on' : 'option'}
              aria-pressed={many ? on : undefined}
              onClick={() => (many ? onToggle(String(choice.value)) : onAnswer(choice.value))}
            >
              {active && <kbd>{choice.key}</kbd>} {choice.label}
            </button>
          )
        })}
        {many && (
          <button type="button" tabIndex={-1} className="option" onClick={() => onAnswer(picked)}>
            {active && <kbd>Enter</kbd>} {picked.length === 0 ? 'none of these' : 'done'}
          </button>
        )}
        <button type="button" tabIndex={-1} className="option option-quiet" onClick={onNotKnown}>
          {active && <kbd>u</kbd>} can not say
        </button>
      </div>
    </li>
  )
}

const shownAtOnce = 5

export function QuestionsPanel({ draft, assessed, policy, onChange, onAsk }: Props) {
  const { assessment, problem } = assessed
  const [base, setBase] = useState<Shown>(nothingShown)
  const [seen, setSeen] = useState<Assessment | null>(null)
  const [held, setHeld] = useState(false)
  const [picked, setPicked] = useState<string[]>([])
  const [typed, setTyped] = useState('')

  if (assessment !== null && assessment !== seen) {
    setSeen(assessment)
    setBase(withNext(base, assessment.next_questions, draft.facts, draft.notKnown, held))
  }
  const shown = withNext(base, base.questions, draft.facts, draft.notKnown, held)
  const active = shown.questions.find((question) => question.fact === shown.active) ?? null

  const settle = (fact: string, next: Draft) => {
    setBase(afterAnswer(shown, fact))
    setPicked([])
    setTyped('')
    onChange(next)
  }
  const answer = (fact: string, value: FactValue) => settle(fact, withFact(draft, fact, value))
  const notKnown = (fact: string) => settle(fact, withNotKnown(draft, fact))
  const toggle = (fact: string, member: string) => {
    if (fact !== shown.active) setBase({ ...shown, active: fact })
    setPicked(toggled(fact === shown.active ? picked : [], member))
  }
  const move = (by: 1 | -1) => {
    setBase(moveActive(shown, by))
    setPicked([])
    setTyped('')
  }
  const takeBack = () => {
    const last = draft.order.at(-1)
    if (last === undefined) return
    const question = questionOf(last, assessment, policy)
    if (question) {
      setBase({ questions: [question, ...shown.questions.filter((one) => one.fact !== last)], active: last })
    }
    onChange(withoutLast(draft))
  }

  const answerByKey = (question: NextQuestion, key: string): boolean => {
    const { fact } = question
    if (key === ' ' && onAsk) onAsk(fact)
    else if (key === 'u') notKnown(fact)
    else if (question.type === 'integer') {
      if (/^\d$/.test(key) && typed.length < 7) setTyped(typed + key)
      else if (key === 'Enter' && typed !== '') answer(fact, Number(typed))
      else return false
    } else if (key === 'Enter' && question.type === 'set') answer(fact, picked)
    else {
      const choice = choicesOf(question).find((one) => one.key === key)
      if (!choice) return false
      if (question.type === 'set') toggle(fact, String(choice.value))
      else answer(fact, choice.value)
    }
    return true
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!isPlain(event)) return
    let did = true
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Backspace') {
      if (typed !== '') setTyped(typed.slice(0, -1))
      else takeBack()
    } else
      did =
        active !== null && answerByKey(active, event.key.toLowerCase() === 'enter' ? 'Enter' : event.key.toLowerCase())
    if (did) event.preventDefault()
  }

  const labelsOf = (fact: string) => policy?.questions.find((question) => question.fact === fact)?.labels
  const said = active === null ? 'No more questions.' : active.text || plain(active.fact)
  const keys =
    active === null
      ? ''
      : [
          ...(onAsk ? ['Space: ask it'] : []),
          ...choicesOf(active, labelsOf(active.fact)).map(({ key, label }) => `${key}: ${label}`),
        ].join(', ')
  return (
    <section className="questions" aria-labelledby="questions_title">
      <h2 id="questions_title">
        Ask next <kbd>F9</kbd>
      </h2>
      {/* Letters and digits answer the marked question, so the keys must reach it as they are. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        id="questions"
        className="questions-keys"
        role="application"
        aria-label="Questions"
        aria-describedby="question_said"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setHeld(true)}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setHeld(false)
        }}
      >
        {shown.questions.length === 0 ? (
          <p className="quiet">
            {assessment === null
              ? problem === null
                ? 'Loading the questions…'
                : 'The questions can not be had now. You can still send.'
              : 'Nothing more that the policy needs to ask.'}
          </p>
        ) : (
          <ol>
            {shown.questions.slice(0, shownAtOnce).map((question) => (
              <Question
                key={question.fact}
                question={question}
                labels={labelsOf(question.fact)}
                scale={scaleOf(policy)}
                active={question.fact === shown.active}
                picked={question.fact === shown.active ? picked : []}
                typed={question.fact === shown.active ? typed : ''}
                onAnswer={(value) => answer(question.fact, value)}
                onToggle={(member) => toggle(question.fact, member)}
                onNotKnown={() => notKnown(question.fact)}
                onAsk={onAsk && (() => onAsk(question.fact))}
              />
            ))}
          </ol>
        )}
        {shown.questions.length > shownAtOnce && (
          <p className="quiet">and {shown.questions.length - shownAtOnce} more after these</p>
        )}
      </div>
      <p id="question_said" className="visually-hidden" aria-live={held ? 'polite' : 'off'}>
        {said} {keys}
      </p>
    </section>
  )
}
