import { ProblemBox } from '../common/problem_box.tsx'
import { Stamp } from '../common/stamp.tsx'
import { channelLabel, plain } from '../common/words.ts'
import { addressOf } from '../shell/route.ts'
import { BarChart } from '../supervisor/bar_chart.tsx'
import type { ExerciseRow, Scenarios } from './training_api.ts'
import { useOwnExercises, useScenarios } from './training_api.ts'

interface Props {
  beginning: boolean
  problem: unknown
  onBegin: (scenario: string | null) => void
  onGoOn: (row: ExerciseRow) => void
}

const shownInChart = 12

// One's own scores, the oldest first, so that a rise goes up to the right.
function Progress({ rows }: { rows: readonly ExerciseRow[] }) {
  const scored = rows.filter((row) => row.percent !== null)
  if (scored.length === 0) {
    return <p className="quiet">Nothing handed in yet. Your scores will stand here.</p>
  }
  const bars = scored
    .slice(0, shownInChart)
    .toReversed()
    .map((row, index) => ({ label: String(index + 1), value: row.percent ?? 0 }))
  return (
    <>
      <BarChart
        title={`Your last ${bars.length === 1 ? 'exercise' : `${bars.length} exercises`}, of 100 points each`}
        of="Exercise"
        counted="Points"
        bars={bars}
      />
      <table className="table" aria-label="Your exercises">
        <thead>
          <tr>
            <th scope="col">Exercise</th>
            <th scope="col">When</th>
            <th scope="col">Grade</th>
            <th scope="col" className="number">
              Seconds
            </th>
            <th scope="col" className="number">
              Points
            </th>
          </tr>
        </thead>
        <tbody>
          {scored.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={addressOf({ screen: 'training', part: 'own', exercise: row.id })}>
                  {row.title ?? plain(row.scenario)}
                </a>
              </th>
              <td>
                <Stamp at={row.started_at} />
              </td>
              <td>
                {row.decided === row.expected ? `${row.decided}, right` : `${row.decided}, expected ${row.expected}`}
              </td>
              <td className="number">{row.seconds}</td>
              <td className="number">
                {row.percent}
                {row.passed === false && ' (not passed)'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function ScenarioTable({
  scenarios,
  beginning,
  onBegin,
}: { scenarios: Scenarios } & Pick<Props, 'beginning' | 'onBegin'>) {
  if (scenarios.items.length === 0)
    return <p className="quiet">The active policy plays no scenario. Who runs the server can say why.</p>
  return (
    <table className="table" aria-label="Scenarios">
      <thead>
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col">Channel</th>
          <th scope="col" className="number">
            Done
          </th>
          <th scope="col">
            <span className="visually-hidden">Begin</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {scenarios.items.map((one) => (
          <tr key={one.scenario}>
            <th scope="row">{one.title}</th>
            <td>{channelLabel(one.channel)}</td>
            <td className="number">{one.done}</td>
            <td>
              <button
                type="button"
                className="button-quiet"
                aria-disabled={beginning}
                onClick={() => onBegin(one.scenario)}
              >
                Begin <span className="visually-hidden">{one.title}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

// Where an exercise is begun, and one's own progress.
export function StartView({ beginning, problem, onBegin, onGoOn }: Props) {
  const scenarios = useScenarios(true)
  const own = useOwnExercises(true)
  const open = own.data?.find((row) => row.state === 'open')
  const leftOut = scenarios.data?.left_out ?? []
  return (
    <>
      {problem !== null && <ProblemBox error={problem} />}
      <section className="record-section" aria-labelledby="begin">
        <h2 id="begin">Begin</h2>
        <p>
          A fictional contact is played, line by line. Ask what you would ask, write down what you learn, grade it, and
          say why. Then you see what a good handler comes to.
        </p>
        <div className="actions">
          <button type="button" className="button button-main" aria-disabled={beginning} onClick={() => onBegin(null)}>
            {beginning ? 'Beginning…' : 'Deal me one'}
          </button>
          {open && (
            <button type="button" className="button" aria-disabled={beginning} onClick={() => onGoOn(open)}>
              Go on with {open.title ?? plain(open.scenario)}
            </button>
          )}
        </div>
        {scenarios.isPending && (
          <p className="quiet" role="status">
            Loading…
          </p>
        )}
        {scenarios.isError && <ProblemBox error={scenarios.error} />}
        {leftOut.length > 0 && (
          <div className="note-box">
            <p>These are not played, since something in them is wrong:</p>
            <ul className="plain-list">
              {leftOut.map((fault) => (
                <li key={`${fault.file} ${fault.pointer} ${fault.detail}`}>
                  <code>{fault.file}</code> {fault.pointer}: {fault.detail}
                </li>
              ))}
            </ul>
          </div>
        )}
        {scenarios.data && <ScenarioTable scenarios={scenarios.data} beginning={beginning} onBegin={onBegin} />}
      </section>
      <section className="record-section" aria-labelledby="progress">
        <h2 id="progress">Your progress</h2>
        {own.isPending && (
          <p className="quiet" role="status">
            Loading…
          </p>
        )}
        {own.isError && <ProblemBox error={own.error} />}
        {own.data && <Progress rows={own.data} />}
      </section>
    </>
  )
}
