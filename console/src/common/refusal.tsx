import type { RequestProblem } from '../api/problem.ts'
import { remedyInWords, type Fault } from './form.ts'
import { plain } from './words.ts'

interface Props {
  problem: RequestProblem
  // The faults that stand beside no field.
  elsewhere: readonly Fault[]
  remedyFor?: ((fault: Fault) => React.ReactNode) | undefined
  stale?: React.ReactNode
}

// Of a version that is not the present one, the faults are events; of all else they say what is wrong and what ends it.
function words(fault: Fault): React.ReactNode {
  if (/^\/\d+$/.test(fault.pointer)) {
    return (
      <>
        <strong>{plain(fault.code.replaceAll('.', ' '))}</strong>: {fault.detail.replace(/user:|key:/, '')}
      </>
    )
  }
  return (
    <>
      {fault.detail}
      {fault.remedy !== undefined && fault.remedy !== '' && <> {remedyInWords(fault.remedy)}</>}
    </>
  )
}

// Why the server did not do it, and what to do about each thing it names.
export function Refusal({ problem, elsewhere, remedyFor, stale }: Props) {
  return (
    <div className="problem" role="alert">
      <p className="problem-title">{problem.detail === '' ? problem.message : remedyInWords(problem.detail)}</p>
      {elsewhere.length > 0 && (
        <ul>
          {elsewhere.map((fault) => (
            <li key={`${fault.pointer} ${fault.code}`}>
              {words(fault)} {remedyFor?.(fault)}
            </li>
          ))}
        </ul>
      )}
      {stale}
      {problem.retryAfterS !== null && <p>Try again in {problem.retryAfterS} seconds.</p>}
      {problem.requestId !== null && (
        <p className="problem-request">
          Request <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  )
}
