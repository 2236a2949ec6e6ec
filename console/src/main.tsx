import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { asProblem } from './api/problem.ts'
import { applyTheme, storedTheme } from './shell/theme.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/contact.css'
import './styles/board.css'
import './styles/incident.css'

applyTheme(storedTheme())

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Only what may pass by itself is tried again: no answer at all, or a server that is busy or starting.
      retry: (count, error) => count < 2 && [0, 502, 503, 504].includes(asProblem(error).status),
      refetchOnWindowFocus: false,
    },
  },
})

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}
