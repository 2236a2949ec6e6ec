import { asProblem, type RequestProblem } from '../api/problem.ts'

function fieldName(pointer: string): string {
  const path = pointer.split('/').filter(Boolean)
  return path.length === 0 ? 'The whole' : path.join(' › ').replaceAll('_', ' ')
}

// What went wrong, in the server's words, with the number that finds it in the server's log.
export function ProblemBox({ error, action }: { error: unknown; action?: React.ReactNode }) {
  const problem: RequestProblem = asProblem(error)
  return (
    <div className="problem" role="alert">
      <p className="problem-title">{problem.message}</p>
      {problem.detail !== '' && problem.detail !== problem.message && <p>{problem.detail}</p>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((fault) => (
            <li key={`${fault.pointer} ${fault.code}`}>
              <strong>{fieldName(fault.pointer)}</strong>: {fault.detail}
              {fault.remedy !== undefined && fault.remedy !== '' && ` (${fault.remedy})`}
            </li>
          ))}
        </ul>
      )}
      {problem.requestId !== null && (
        <p className="problem-request">
          Request <code>{problem.requestId}</code>
        </p>
      )}
      {action}
    </div>
  )
}
