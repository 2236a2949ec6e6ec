import type { Assessment } from '../api/types.ts'
import { plain } from './words.ts'

const headings = ['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'] as const
const heights = { none: 0, low: 1, medium: 2, high: 3 } as const

// How much there is under each heading of THRIVE: in a word, and as steps beside it.
export function Thrive({ thrive }: { thrive: Assessment['thrive'] }) {
  return (
    <dl className="thrive">
      {headings.map((heading) => {
        const level = thrive[heading]
        return (
          <div key={heading} className={`thrive-${level}`}>
            <dt>{plain(heading)}</dt>
            <dd>
              <span className="steps" aria-hidden="true">
                {[1, 2, 3].map((step) => (
                  <span key={step} className={step <= heights[level] ? 'step step-on' : 'step'} />
                ))}
              </span>
              {level}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
