import { useEffect, useMemo, useRef, useState } from 'react'
import { usePolicy } from '../api/queries.ts'
import type { Assessment } from '../api/types.ts'
import { ProblemBox } from '../common/problem_box.tsx'
import { serverClock } from '../common/server_clock.ts'
import { uniqueKey } from '../common/unique.ts'
import { useNow } from '../common/use_now.ts'
import { channelLabel, plain } from '../common/words.ts'
import { withFact, withoutFact, type Draft } from '../contact/draft.ts'
import { FactList } from '../contact/fact_list.tsx'
import { FactSearch } from '../contact/fact_search.tsx'
import { toggled } from '../contact/questions.ts'
import { QuestionsPanel } from '../contact/questions_panel.tsx'
import { useAssessment } from '../contact/use_assessment.ts'
import { dialogIsOpen, isPlain, isTyping, singleKeysOn, useWindowKeys } from '../shell/keys.ts'
import { AskAnything } from './ask_anything.tsx'
import { ConversationLog } from './conversation_log.tsx'
import { HandInForm } from './hand_in_form.tsx'
import {
  changedFacts,
  clockWords,
  conversation,
  draftOf,
  goOn,
  narrativeOf,
  pause,
  secondsAt,
  type Asked,
  type Playing,
} from './playing.ts'
import { trainingApi, type Exercise } from './training_api.ts'
import { useSteps } from './use_steps.ts'

interface Props {
  exercise: Exercise
  // It was just begun, so that it plays at once; one that is gone on with waits for the trainee.
  playsAtOnce: boolean
  onDone: (exercise: Exercise) => void
}

// The policy's next questions, without what each could raise the grade to: that is for the trainee to know.
function withoutHints(assessment: Assessment | null): Assessment | null {
  if (assessment === null) return null
  return {
    ...assessment,
    next_questions: assessment.next_questions.map((one) => ({ ...one, could_raise_to: null })),
  }
}

export function ExercisePlay({ exercise, playsAtOnce, onDone }: Props) {
  const { id, scenario } = exercise
  const policy = usePolicy().data
  const now = useNow()
  const title = useRef<HTMLHeadingElement>(null)
  const [playing, setPlaying] = useState<Playing>(() => {
    const stopped = { base: exercise.at_s, since: null }
    return playsAtOnce ? goOn(stopped, serverClock.now()) : stopped
  })
  const [draft, setDraft] = useState<Draft>(() => draftOf(exercise))
  const [asked, setAsked] = useState<readonly Asked[]>(exercise.questions)
  const { problem, inTurn, apart } = useSteps()
  const seconds = secondsAt(playing, now)
  const secondsNow = () => secondsAt(playing, serverClock.now())
  useEffect(() => title.current?.focus(), [])

  const textOf = (fact: string) =>
    policy?.questions.find((one) => one.fact === fact)?.text ??
    policy?.vocabulary.find((one) => one.fact === fact)?.text ??
    plain(fact)
  const spoken = conversation(scenario.lines, asked, textOf, seconds)
  const assessed = useAssessment(draft.facts, narrativeOf(spoken), true)
  const { assessment } = assessed
  // The panel tells a new answer by its identity.
  const withheld = useMemo(() => withoutHints(assessment), [assessment])

  const ask = (fact: string) => {
    if (asked.some((one) => one.fact === fact)) return
    const at_s = secondsNow()
    const key = uniqueKey()
    inTurn(() => trainingApi.ask(id, fact, at_s, key)).then(
      (answer) => setAsked((before) => [...before.filter((one) => one.fact !== fact), answer]),
      () => undefined,
    )
  }
  const change = (next: Draft) => {
    const facts = changedFacts(draft, next)
    setDraft(next)
    if (Object.keys(facts).length === 0) return
    const at_s = secondsNow()
    const key = uniqueKey()
    inTurn(() => trainingApi.learn(id, facts, at_s, key)).catch(() => undefined)
  }
  const stopOrGo = () => {
    const at = serverClock.now()
    setPlaying(playing.since === null ? goOn(playing, at) : pause(playing, at))
  }

  useWindowKeys((event) => {
    if (event.defaultPrevented || dialogIsOpen() || !isPlain(event)) return
    if (event.key === 'F9') document.getElementById('questions')?.focus()
    else if (event.key.toLowerCase() === 'p' && singleKeysOn() && !isTyping(event.target)) stopOrGo()
    else return
    event.preventDefault()
  })

  const allowed = scenario.grade_within_s
  const late = allowed !== null && seconds > allowed
  return (
    <>
      <div className="page-head">
        <h1 ref={title} tabIndex={-1}>
          {scenario.title ?? plain(scenario.scenario)}
        </h1>
        <span className="quiet">
          {scenario.channel !== null && channelLabel(scenario.channel)} · {exercise.number}
        </span>
      </div>
      {problem !== null && <ProblemBox error={problem} />}
      <div className="exercise">
        <section className="record-section" aria-labelledby="said">
          <h2 id="said">What is said</h2>
          <div className="actions exercise-clock">
            <button type="button" className="button" aria-pressed={playing.since === null} onClick={stopOrGo}>
              {playing.since === null ? 'Go on' : 'Pause'} <kbd>p</kbd>
            </button>
            <span role="timer" aria-label="Seconds of this exercise" className={late ? 'late' : undefined}>
              {clockWords(seconds)}
              {allowed !== null && ` of ${clockWords(allowed)}`}
              {late && ' (over)'}
            </span>
            {playing.since === null && <strong>Paused: no time is counted</strong>}
          </div>
          <ConversationLog spoken={spoken} />
          <AskAnything vocabulary={policy?.vocabulary ?? []} onAsk={ask} />
        </section>
        <div className="record-section">
          <QuestionsPanel
            draft={draft}
            assessed={{ ...assessed, assessment: withheld }}
            policy={policy}
            onChange={change}
            onAsk={ask}
          />
          <FactSearch
            vocabulary={policy?.vocabulary ?? []}
            onPick={({ fact, value, member }) =>
              change(withFact(draft, fact, member ? toggled(draft.facts[fact], String(value)) : value))
            }
          />
          <FactList draft={draft} onRemove={(fact) => change(withoutFact(draft, fact))} />
        </div>
        <HandInForm
          policy={policy}
          seconds={secondsNow}
          send={(body, key) => apart(() => trainingApi.submit(id, body, key))}
          onDone={onDone}
        />
      </div>
    </>
  )
}
