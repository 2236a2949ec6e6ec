// The two screens that most people work in.
import { fetched } from './fetched.tsx'

export const takeContact = fetched(async () => (await import('../contact/take_contact.tsx')).TakeContact)
export const board = fetched(async () => (await import('../board/board_screen.tsx')).BoardScreen)
