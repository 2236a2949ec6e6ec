import { clockTime } from '../common/time.ts'
import { useNow } from '../common/use_now.ts'
import { LiveStatus } from './live_status.tsx'
import { useSession } from './session.tsx'
import { chooseTheme, themeNames, themes, useTheme } from './theme.ts'

interface Props {
  screen: string
  takes: boolean
  watches: boolean
  works: boolean
  supervises: boolean
  trains: boolean
  onHelp: () => void
  onSignOut: () => void
}

function Clock() {
  const now = useNow()
  return (
    <time className="header-clock" dateTime={new Date(now).toISOString()} title={new Date(now).toISOString()}>
      {clockTime(now)}
    </time>
  )
}

export function ThemeChoice() {
  const theme = useTheme()
  return (
    <label className="header-theme">
      <span className="visually-hidden">Colours</span>
      <select
        value={theme}
        onChange={(event) => chooseTheme(themes.find((one) => one === event.target.value) ?? 'system')}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {themeNames[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

export function Header({ screen, takes, watches, works, supervises, trains, onHelp, onSignOut }: Props) {
  const { account } = useSession()
  return (
    <header className="header">
      <span className="header-name">Frontdoor</span>
      <nav aria-label="Screens">
        {takes && (
          <a href="#/contact" aria-current={screen === 'contact' ? 'page' : undefined}>
            Take contact <kbd>F2</kbd>
          </a>
        )}
        {watches && (
          <a href="#/board" aria-current={screen === 'board' ? 'page' : undefined}>
            Board <kbd>F4</kbd>
          </a>
        )}
        {works && (
          <a href="#/work" aria-current={screen === 'work' ? 'page' : undefined}>
            My work <kbd>Alt+W</kbd>
          </a>
        )}
        {supervises && (
          <a href="#/supervisor/demand" aria-current={screen === 'supervisor' ? 'page' : undefined}>
            Supervisor <kbd>F10</kbd>
          </a>
        )}
        {trains && (
          <a href="#/training/exercises" aria-current={screen === 'training' ? 'page' : undefined}>
            Training <kbd>Alt+T</kbd>
          </a>
        )}
      </nav>
      <div className="header-end">
        <LiveStatus />
        <Clock />
        <ThemeChoice />
        <button type="button" className="button-quiet" onClick={onHelp}>
          Keys <kbd>?</kbd>
        </button>
        <span className="header-account" title={account.name}>
          {account.display_name}
        </span>
        <button type="button" className="button-quiet" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </header>
  )
}
