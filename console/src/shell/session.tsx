import { createContext, useContext } from 'react'
import type { Permission, Session } from '../api/types.ts'

export const SessionContext = createContext<Session | null>(null)

// The person at this console. Only used below the sign-in screen.
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('used outside a signed-in page')
  return session
}

export function may(session: Session, permission: Permission): boolean {
  return session.permissions.includes(permission)
}
