// Another incident, named by the number that was typed.
import { RequestProblem } from '../api/problem.ts'
import { incidentByNumber } from './record_api.ts'

// The body with the id in place of the number; an id stays as it is. Refused in the server's manner where there is none.
export async function withIncidentId(
  body: Record<string, unknown>,
  member: 'other' | 'incident',
): Promise<Record<string, unknown>> {
  const value = body[member]
  const given = typeof value === 'string' ? value : ''
  if (/^[0-9a-f-]{36}$/i.test(given)) return body
  const id = await incidentByNumber(given.toUpperCase())
  if (id !== null) return { ...body, [member]: id }
  throw new RequestProblem(
    422,
    {
      title: 'No such incident',
      detail: 'Nothing was recorded.',
      errors: [
        {
          pointer: `/${member}`,
          code: 'unknown_incident',
          detail: `There is no incident ${given} that you may see.`,
          remedy: 'Give its whole number, such as GMP-20260301-000731.',
        },
      ],
    },
    null,
  )
}
