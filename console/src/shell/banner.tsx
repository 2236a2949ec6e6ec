import { useLive, useLiveConnection } from '../live/live_context.tsx'
import { useNow } from '../common/use_now.ts'
import { notLive } from './live_words.ts'

// Said at the top of every screen for as long as the board is not all there is. The countdown is not read out.
export function Banner() {
  const live = useLive()
  const connection = useLiveConnection()
  const now = useNow()
  if (live === null) return null
  const words = notLive(live, now)
  return (
    <>
      <div className="visually-hidden" role="status">
        {words === null ? '' : 'The board is not live.'}
      </div>
      {words !== null && (
        <div className={`banner banner-${live.phase}`} data-testid="banner">
          <span>{words}</span>
          {live.phase === 'waiting' && (
            <button type="button" className="button-quiet" onClick={() => connection?.retryNow()}>
              Try now
            </button>
          )}
        </div>
      )}
    </>
  )
}
