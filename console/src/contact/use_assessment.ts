import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { asProblem, type RequestProblem } from '../api/problem.ts'
import type { Assessment, Facts } from '../api/types.ts'

const debounceMs = 120

export interface Assessed {
  assessment: Assessment | null
  // The narrative that it was made with, which its cues count in.
  narrative: string
  // The facts have changed and the answer for them is not here yet.
  pending: boolean
  problem: RequestProblem | null
}

interface Wanted {
  facts: Facts
  narrative: string
}

// What the policy makes of the facts and words so far. The last answer stays in view while the next is on its way.
export function useAssessment(facts: Facts, narrative: string, enabled: boolean): Assessed {
  const wanted = JSON.stringify({ facts, narrative } satisfies Wanted)
  const [answer, setAnswer] = useState<{ for: string; narrative: string; assessment: Assessment } | null>(null)
  const [failure, setFailure] = useState<{ for: string; problem: RequestProblem } | null>(null)
  const [tries, setTries] = useState(0)

  useEffect(() => {
    if (!enabled) return
    const aborter = new AbortController()
    const timer = setTimeout(() => {
      const asked = JSON.parse(wanted) as Wanted
      api.assess(asked.facts, asked.narrative, aborter.signal).then(
        ({ assessment }) => {
          if (!aborter.signal.aborted) setAnswer({ for: wanted, narrative: asked.narrative, assessment })
        },
        (error: unknown) => {
          if (!aborter.signal.aborted) setFailure({ for: wanted, problem: asProblem(error) })
        },
      )
    }, debounceMs)
    return () => {
      clearTimeout(timer)
      aborter.abort()
    }
  }, [wanted, enabled, tries])

  const current = answer?.for === wanted
  const problem = !current && failure?.for === wanted ? failure.problem : null
  // A server that was away is asked again, so that the proposal comes back by itself.
  useEffect(() => {
    if (problem === null || (problem.status !== 0 && problem.status < 500)) return
    const timer = setTimeout(() => setTries((n) => n + 1), 3000)
    return () => clearTimeout(timer)
  }, [problem])

  return { assessment: answer?.assessment ?? null, narrative: answer?.narrative ?? '', pending: !current, problem }
}
