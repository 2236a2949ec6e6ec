import { useCallback, useRef, useState } from 'react'
import { asProblem, type RequestProblem } from '../api/problem.ts'

// Sends one step of an exercise after the other, so that what was done last is what stands. `problem` is that of the last
// step; who sends with `apart` shows what went wrong themselves.
export function useSteps() {
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const apart = useCallback(<T>(step: () => Promise<T>): Promise<T> => {
    const mine = last.current.then(step)
    last.current = mine.catch(() => undefined)
    return mine
  }, [])
  const inTurn = useCallback(
    <T>(step: () => Promise<T>): Promise<T> => {
      const mine = apart(step)
      mine.then(
        () => setProblem(null),
        (error: unknown) => setProblem(asProblem(error)),
      )
      return mine
    },
    [apart],
  )
  return { problem, inTurn, apart }
}
