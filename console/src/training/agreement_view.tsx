import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { plain } from '../common/words.ts'
import { personIn } from '../incident/timeline.ts'
import { addressOf } from '../shell/route.ts'
import { agreementSentence } from './result_words.ts'
import { useResults, useTraineeAgreement, type TraineeAgreement } from './training_api.ts'

type ScenarioFigures = TraineeAgreement['scenarios'][number]

const decidedWords = (decided: ScenarioFigures['decided']) =>
  decided.map((one) => `${one.decided === 'none' ? 'no incident' : one.decided}: ${one.trainees}`).join(', ')

function Scenarios({ agreement }: { agreement: TraineeAgreement }) {
  const done = agreement.scenarios.filter((one) => one.trainees > 0)
  if (done.length === 0) return <p className="quiet">Nobody has handed in an exercise yet.</p>
  return (
    <table className="table" aria-label="Agreement by scenario">
      <thead>
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col">Expected</th>
          <th scope="col">Graded, by how many</th>
          <th scope="col" className="number">
            Spread in steps
          </th>
          <th scope="col">Agreement</th>
        </tr>
      </thead>
      <tbody>
        {done.map((one) => (
          <tr key={one.scenario}>
            <th scope="row">{one.title}</th>
            <td>{one.expected === 'none' ? 'no incident' : one.expected}</td>
            <td>{decidedWords(one.decided)}</td>
            <td className="number">{one.spread ?? '-'}</td>
            <td>{agreementSentence(one, agreement.trainees_min)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Results() {
  const results = useResults()
  if (results.isError) return <ProblemBox error={results.error} />
  if (results.isPending)
    return (
      <p className="quiet" role="status">
        Loading…
      </p>
    )
  if (results.data.length === 0) return <p className="quiet">Nothing has been handed in.</p>
  return (
    <table className="table" aria-label="Results">
      <thead>
        <tr>
          <th scope="col">Trainee</th>
          <th scope="col">Exercise</th>
          <th scope="col">When</th>
          <th scope="col">Grade</th>
          <th scope="col" className="number">
            Points
          </th>
        </tr>
      </thead>
      <tbody>
        {results.data.map((row) => (
          <tr key={row.id}>
            <th scope="row">{personIn(row.trainee)}</th>
            <td>
              <a href={addressOf({ screen: 'training', part: 'result', exercise: row.id })}>
                {row.title ?? plain(row.scenario)}
              </a>
            </td>
            <td>
              <Stamp at={row.started_at} />
            </td>
            <td>{row.decided === row.expected ? row.decided : `${row.decided}, expected ${row.expected}`}</td>
            <td className="number">
              {row.percent}
              {row.passed === false && ' (not passed)'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

// How far trainees agree with one another and with what is expected, and what each came to.
export function AgreementView() {
  const agreement = useTraineeAgreement()
  return (
    <>
      <section className="record-section" aria-labelledby="agreement">
        <h2 id="agreement">How far trainees agree</h2>
        {agreement.isPending && (
          <p className="quiet" role="status">
            Loading…
          </p>
        )}
        {agreement.isError && <ProblemBox error={agreement.error} />}
        {agreement.data && (
          <>
            <p>
              <strong>Over all.</strong> {agreementSentence(agreement.data.all, agreement.data.trainees_min)}
            </p>
            <Scenarios agreement={agreement.data} />
            <p className="quiet">{agreement.data.method}</p>
          </>
        )}
      </section>
      <section className="record-section" aria-labelledby="results">
        <h2 id="results">Results</h2>
        <Results />
      </section>
    </>
  )
}
