import { asProblem } from '../api/problem.ts'
import { ProblemBox } from './problem_box.tsx'
import { Stamp } from './stamp.tsx'

interface Props {
  error: unknown
  // How often it is asked for again by itself.
  againS: number
  // When what is on show was read, in milliseconds; none where nothing is.
  readAt?: number
}

// What cannot be read now. Where that passes by itself, as with a server that is away or without its record, it is said
// calmly and once: nobody need do anything.
export function ReadProblem({ error, againS, readAt = 0 }: Props) {
  const problem = asProblem(error)
  if (![0, 502, 503, 504].includes(problem.status) || problem.code === 'console_fault')
    return <ProblemBox error={error} />
  return (
    <div className="note-box" role="status">
      <p>
        <strong>{problem.status === 0 ? 'The server does not answer.' : `${problem.message}.`}</strong> It is asked for
        again every {againS} seconds, by itself.
        {readAt > 0 && (
          <>
            {' '}
            What stands here was read at <Stamp at={new Date(readAt).toISOString()} seconds />.
          </>
        )}
      </p>
      {problem.status !== 0 && problem.detail !== '' && <p>{problem.detail}</p>}
      {problem.requestId !== null && (
        <p className="problem-request">
          Request <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  )
}
