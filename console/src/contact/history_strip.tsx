import { useState } from 'react'
import { GradeBadge } from '../common/grade_badge.tsx'
import type { Scale } from '../common/grades.ts'
import { Stamp } from '../common/stamp.tsx'
import { Dialog } from '../common/dialog.tsx'
import { dialogIsOpen, useWindowKeys } from '../shell/keys.ts'
import type { Draft } from './draft.ts'
import { HistoryPart, nothingKnown } from './history.tsx'
import { countWords, currentMarkers, openIncidents, silentSources } from './history_words.ts'
import type { Known } from './use_history.ts'

interface Props {
  known: Known
  draft: Draft
  scale: Scale
  onJoin: (incident: Draft['incident']) => void
}

// Number, markers and open incidents of the caller in one strip beside the form; F7 has the detail.
export function HistoryStrip({ known, draft, scale, onJoin }: Props) {
  const [detail, setDetail] = useState(false)
  const { history, asking, failed } = known

  useWindowKeys((event) => {
    if (event.key !== 'F7' || dialogIsOpen() || history === null) return
    setDetail(true)
    event.preventDefault()
  })

  const found = history?.status === 'found' ? history : null
  const markers = found === null ? [] : currentMarkers(found)
  const silent = history === null ? [] : silentSources(history)
  const open = found === null ? [] : openIncidents(found)
  const counted = found === null ? null : countWords(found)
  return (
    <section
      className="history-strip"
      aria-labelledby="history_title"
      aria-busy={asking}
      data-history={history?.status ?? (failed ? 'unavailable' : 'none_asked')}
    >
      <h2 id="history_title">Known already</h2>
      <div role="status">
        {failed && <p className="history-silent">The history could not be asked. That is not “nothing known”.</p>}
        {history === null && !failed && (
          <p className="quiet">{asking ? 'Looking up…' : 'Looked up by itself from a whole number or an address.'}</p>
        )}
        {history !== null && history.status !== 'found' && <p className="quiet">{nothingKnown(history.status)}</p>}
        {counted !== null && <p className="history-count">{counted}</p>}
        {markers.length > 0 && (
          <p className="history-markers">
            Markers: <strong>{markers.join(', ')}</strong>
          </p>
        )}
        {silent.length > 0 && (
          <p className="history-silent">Did not answer: {silent.join(', ')}. That is not “nothing known”.</p>
        )}
      </div>
      {open.length > 0 && (
        <ul className="plain-list" aria-label="Open incidents it may belong to">
          {open.slice(0, 3).map((incident, index) => {
            const joined = draft.incident?.id === incident.id
            return (
              <li key={incident.id} className="join-line">
                <GradeBadge grade={incident.grade} scale={scale} />
                <span>
                  {incident.number} {incident.at !== null && <Stamp at={incident.at} />}{' '}
                  <span className="quiet">{incident.why}</span>
                </span>
                <button
                  type="button"
                  className={joined ? 'option option-on' : 'option'}
                  aria-pressed={joined}
                  onClick={() => onJoin(joined ? null : { id: incident.id, number: incident.number })}
                >
                  Join {index === 0 && <kbd>Alt J</kbd>}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {found !== null && (
        <button type="button" className="button-quiet" onClick={() => setDetail(true)}>
          All that is known <kbd>F7</kbd>
        </button>
      )}
      {detail && history !== null && (
        <Dialog title="Known already" onClose={() => setDetail(false)}>
          <HistoryPart history={history} />
        </Dialog>
      )}
    </section>
  )
}
