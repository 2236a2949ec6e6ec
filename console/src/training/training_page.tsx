import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ProblemBox } from '../common/problem_box.tsx'
import { uniqueKey } from '../common/unique.ts'
import { addressOf, go, type TrainingPart } from '../shell/route.ts'
import { may, useSession } from '../shell/session.tsx'
import { AgreementView } from './agreement_view.tsx'
import { ExercisePlay } from './exercise_play.tsx'
import { ResultView } from './result_view.tsx'
import { StartView } from './start_view.tsx'
import { trainingApi, useExerciseResult, type Exercise, type ExerciseRow } from './training_api.ts'
import '../styles/record.css'
import '../styles/training.css'

interface UnderWay {
  exercise: Exercise
  begun: boolean
}

function Title({ children }: { children: React.ReactNode }) {
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <div className="page-head">
      <h1 ref={title} tabIndex={-1}>
        {children}
      </h1>
    </div>
  )
}

// One's own exercises: begin, play, see what it came to, begin the next.
function Exercises() {
  const queries = useQueryClient()
  const [underWay, setUnderWay] = useState<UnderWay | null>(null)
  const [beginning, setBeginning] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [key, setKey] = useState(uniqueKey)

  const take = (asked: Promise<Exercise>, begun: boolean) => {
    setBeginning(true)
    setProblem(null)
    asked
      .then(
        (exercise) => {
          setUnderWay({ exercise, begun })
          setKey(uniqueKey())
        },
        (error: unknown) => setProblem(error),
      )
      .finally(() => setBeginning(false))
  }
  const begin = (scenario: string | null) => {
    if (!beginning) take(trainingApi.begin(scenario, key), true)
  }
  const goOnWith = (row: ExerciseRow) => {
    if (!beginning) take(trainingApi.exercise(row.id), false)
  }
  const again = () => {
    setUnderWay(null)
    void queries.invalidateQueries({ queryKey: ['training'] })
  }

  if (underWay === null) {
    return (
      <>
        <Title>Training</Title>
        <StartView beginning={beginning} problem={problem} onBegin={begin} onGoOn={goOnWith} />
      </>
    )
  }
  const { exercise } = underWay
  if (exercise.state === 'open') {
    return (
      <ExercisePlay
        key={exercise.id}
        exercise={exercise}
        playsAtOnce={underWay.begun}
        onDone={(done) => {
          setUnderWay({ exercise: done, begun: false })
          void queries.invalidateQueries({ queryKey: ['training'] })
        }}
      />
    )
  }
  return (
    <ResultView exercise={exercise}>
      <div className="actions">
        <button type="button" className="button button-main" aria-disabled={beginning} onClick={() => begin(null)}>
          Next exercise
        </button>
        <button type="button" className="button" onClick={again}>
          To the list
        </button>
      </div>
      {problem !== null && <ProblemBox error={problem} />}
    </ResultView>
  )
}

function OneResult({ id, own }: { id: string; own: boolean }) {
  const result = useExerciseResult(id, own)
  const back = addressOf({ screen: 'training', part: own ? 'exercises' : 'agreement', exercise: null })
  return (
    <>
      <p>
        <a href={back}>{own ? 'Back to training' : 'Back to agreement and results'}</a>
      </p>
      {result.isPending && (
        <p className="quiet" role="status">
          Loading…
        </p>
      )}
      {result.isError && <ProblemBox error={result.error} />}
      {result.data && <ResultView exercise={result.data} />}
    </>
  )
}

// A lane apart: striped all round, and saying in words that nothing here reaches anyone.
export function TrainingPage({ part, exercise }: { part: TrainingPart; exercise: string | null }) {
  const session = useSession()
  const trains = may(session, 'training')
  const watches = may(session, 'training_results')
  const shown = watches && (!trains || part === 'agreement') ? 'agreement' : 'exercises'
  const allowed = part === 'own' ? trains : part === 'result' && watches
  const open = allowed ? exercise : null
  useEffect(() => {
    if (exercise !== null && open === null) go({ screen: 'training', part: 'exercises', exercise: null })
  }, [exercise, open])
  return (
    <div className="training">
      <p className="training-banner">Training: nothing here reaches anyone</p>
      <div className="page">
        {trains && watches && (
          <nav className="tabs" aria-label="Parts">
            {(['exercises', 'agreement'] as const).map((one) => (
              <a
                key={one}
                href={addressOf({ screen: 'training', part: one, exercise: null })}
                aria-current={open === null && one === shown ? 'page' : undefined}
              >
                {one === 'exercises' ? 'Exercises' : 'Agreement and results'}
              </a>
            ))}
          </nav>
        )}
        {open !== null ? (
          <OneResult key={open} id={open} own={part === 'own'} />
        ) : shown === 'agreement' ? (
          <>
            <Title>Agreement and results</Title>
            <AgreementView />
          </>
        ) : (
          <Exercises />
        )}
      </div>
    </div>
  )
}
