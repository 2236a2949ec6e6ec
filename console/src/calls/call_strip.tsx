import type { Call } from '../api/types.ts'
import { Stamp } from '../common/stamp.tsx'
import { span } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'
import { plain } from '../common/words.ts'
import type { Draft } from '../contact/draft.ts'
import { placesOf, ringing, sourceInWords } from './calls.ts'

const stateWords: Record<Call['state'], string> = {
  ringing: 'ringing',
  located: 'located',
  answered: 'on the line',
  silent_solution: '55 was pressed: the caller may not be able to speak',
  ended: 'over',
  abandoned: 'abandoned',
}

interface Props {
  calls: readonly Call[]
  unavailable: boolean
  known: boolean
  // The call that this person has answered; the draft may not be on it yet.
  own: Call | null
  draft: Draft
  onTake: () => void
  onAccept: (text: string) => void
}

function Waiting({ calls }: { calls: readonly Call[] }) {
  const now = useNow()
  const first = calls[0]
  if (!first) return null
  const longest = calls.reduce((a, b) => (Date.parse(b.first_at) < Date.parse(a.first_at) ? b : a), first)
  const emergencies = calls.filter((call) => call.channel === '999').length
  return (
    <p className="quiet">
      {calls.length} ringing{emergencies > 0 && <>, {emergencies} of them 999</>}; the longest for{' '}
      {span(now - Date.parse(longest.first_at))}
    </p>
  )
}

// What telephony says, above the form it fills: the call, who rings, and the places it may come from.
export function CallStrip({ calls, unavailable, known, own, draft, onTake, onAccept }: Props) {
  const waiting = ringing(calls)
  const onForm = own !== null && own.personal?.line === draft.call
  const over = known && draft.call !== null && !calls.some((call) => call.personal?.line === draft.call) && !unavailable
  if (own === null && waiting.length === 0 && !unavailable && draft.call === null) return null
  return (
    <section className="call-strip" aria-label="The call">
      {unavailable && <p className="quiet">News of calls can not be had now. That is not “no calls”.</p>}
      {own !== null && (
        <p>
          <strong>
            {own.channel}, {stateWords[own.state]}
          </strong>{' '}
          since <Stamp at={own.answered_at ?? own.first_at} seconds />
          {own.personal?.subscriber !== undefined && <>, line of {own.personal.subscriber}</>}
          {own.relay !== null && <>, by {plain(own.relay).toLowerCase()}</>}
          {!onForm && (
            <>
              {' '}
              <button type="button" tabIndex={-1} className="button" onClick={onTake}>
                Put it on this form <kbd>F3</kbd>
              </button>
            </>
          )}
        </p>
      )}
      {own === null && over && <p>The call has ended. Send what you have.</p>}
      {own !== null && onForm && (
        <ul className="places" aria-label="Where the call may come from">
          {placesOf(own).map((place) => {
            const accepted = draft.place?.text === place.text
            return (
              <li key={`${place.source} ${place.text}`}>
                <button
                  type="button"
                  tabIndex={-1}
                  className={accepted ? 'option option-on' : 'option'}
                  aria-pressed={accepted}
                  onClick={() => onAccept(place.text)}
                >
                  {place.text}
                </button>{' '}
                <span className="quiet">{sourceInWords(place.source)}</span>
              </li>
            )
          })}
          {placesOf(own).length === 0 && <li className="quiet">No place has come with the call.</li>}
          {placesOf(own).length > 0 && (
            <li className="quiet">
              <kbd>F6</kbd> accepts the first, again the next
            </li>
          )}
        </ul>
      )}
      <Waiting calls={waiting} />
    </section>
  )
}
