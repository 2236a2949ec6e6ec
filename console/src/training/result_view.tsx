import { useEffect, useRef } from 'react'
import { usePolicy } from '../api/queries.ts'
import { GradeBadge } from '../common/grade_badge.tsx'
import { scaleOf } from '../common/grades.ts'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'
import { differences, gradeSentence, partNames, rulesSentence, timeSentence } from './result_words.ts'
import type { Exercise, ExerciseResult } from './training_api.ts'

function Parts({ result }: { result: ExerciseResult }) {
  return (
    <table className="table" aria-label="Points by part">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" className="number">
            Of 100
          </th>
          <th scope="col" className="number">
            Weight
          </th>
        </tr>
      </thead>
      <tbody>
        {result.parts.map((part) => (
          <tr key={part.part}>
            <th scope="row">{partNames[part.part]}</th>
            <td className="number">{part.percent}</td>
            <td className="number">{part.points}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

// What one exercise came to: the differences in words, what the rules say and why, and what is to be learnt.
export function ResultView({ exercise, children }: { exercise: Exercise; children?: React.ReactNode }) {
  const policy = usePolicy().data
  const title = useRef<HTMLHeadingElement>(null)
  const { result } = exercise
  useEffect(() => title.current?.focus(), [])
  if (result === null) return <p className="quiet">This exercise was not handed in.</p>
  const scale = scaleOf(policy)
  const otherwise = differences(exercise, result, {
    fact: (fact) => policy?.vocabulary.find((one) => one.fact === fact)?.text ?? plain(fact),
    flag: (flag) => policy?.flags.find((one) => one.flag === flag)?.text ?? plain(flag),
    pathway: (pathway) => policy?.pathways.find((one) => one.pathway === pathway)?.text ?? plain(pathway),
  })
  return (
    <>
      <div className="page-head">
        <h1 ref={title} tabIndex={-1}>
          {result.percent} of 100: {result.passed ? 'passed' : 'not passed'}
        </h1>
        <span className="quiet">
          {exercise.scenario.title ?? plain(exercise.scenario.scenario)} · {exercise.number} ·{' '}
          {personIn(exercise.trainee)}
        </span>
      </div>
      <div className="exercise-result">
        <section className="record-section" aria-labelledby="came_to">
          <h2 id="came_to">What it came to</h2>
          <p className={result.grade.verdict === 'too_low' ? 'training-grade-low' : 'training-grade'}>
            <GradeBadge grade={result.grade.expected} scale={scale} /> {gradeSentence(exercise, result)}
          </p>
          <p>{timeSentence(result)}</p>
          {otherwise.length === 0 ? (
            <p>All that had to be asked was asked, and written down as it was said.</p>
          ) : (
            <ul className="training-differences">
              {otherwise.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
          {result.teaching !== null && <p className="note-box">{result.teaching}</p>}
          <h3>Why, as written</h3>
          <blockquote className="quiet">{exercise.handed_in?.rationale}</blockquote>
          {children}
        </section>
        <section className="record-section" aria-labelledby="by_rules">
          <h2 id="by_rules">What the rules say</h2>
          <p>{rulesSentence(result)}</p>
          <ul className="reasons">
            {result.by_rules.reasons.map((reason) => (
              <li key={`${reason.decision} ${reason.rule}`}>
                {reason.grade !== null && <GradeBadge grade={reason.grade} scale={scale} />}
                <span>
                  {reason.text} <code title={`Table ${reason.decision}`}>{reason.rule}</code>
                </span>
              </li>
            ))}
          </ul>
          <h3>Points</h3>
          <Parts result={result} />
        </section>
      </div>
    </>
  )
}
