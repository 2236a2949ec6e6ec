// The calls of training. None of them makes a contact, an incident or an event.
import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type { components } from '../api/openapi.d.ts'
import type { FactValue } from '../api/types.ts'

type Schemas = components['schemas']
export type Exercise = Schemas['TrainingExercise']
export type ExerciseResult = NonNullable<Exercise['result']>
export type ExerciseRow = Schemas['TrainingRow']
export type Scenarios = Schemas['TrainingScenarios']
export type TraineeAgreement = Schemas['TraineeAgreement']
type Answer = Schemas['TrainingAnswer']

export interface HandedIn {
  grade?: string
  contact_only?: string
  pathway?: string
  flags: string[]
  rationale: string
  at_s: number
}

const exerciseAt = (id: string) => `/v1/training/exercises/${encodeURIComponent(id)}`

export const trainingApi = {
  // Without a scenario one that was done least often is dealt.
  begin: (scenario: string | null, idempotencyKey: string) =>
    request<Exercise>('/v1/training/exercises', {
      method: 'POST',
      body: scenario === null ? {} : { scenario },
      idempotencyKey,
    }),
  ask: (id: string, fact: string, at_s: number, idempotencyKey: string) =>
    request<Answer>(`${exerciseAt(id)}/questions`, { method: 'POST', body: { fact, at_s }, idempotencyKey }),
  learn: (id: string, facts: Record<string, FactValue | null>, at_s: number, idempotencyKey: string) =>
    request<Exercise>(`${exerciseAt(id)}/facts`, { method: 'POST', body: { facts, at_s }, idempotencyKey }),
  submit: (id: string, body: HandedIn, idempotencyKey: string) =>
    request<Exercise>(`${exerciseAt(id)}/submission`, { method: 'POST', body, idempotencyKey }),
  exercise: (id: string) => request<Exercise>(exerciseAt(id)),
}

export function useScenarios(enabled: boolean) {
  return useQuery({
    queryKey: ['training', 'scenarios'],
    queryFn: () => request<Scenarios>('/v1/training/scenarios'),
    enabled,
  })
}

export function useOwnExercises(enabled: boolean) {
  return useQuery({
    queryKey: ['training', 'own'],
    queryFn: async () => (await request<{ items: ExerciseRow[] }>('/v1/training/exercises?limit=50')).items,
    enabled,
  })
}

export function useResults() {
  return useQuery({
    queryKey: ['training', 'results'],
    queryFn: async () => (await request<{ items: ExerciseRow[] }>('/v1/training/results?limit=200')).items,
  })
}

// One's own where `own`, else anybody's that was handed in.
export function useExerciseResult(id: string, own: boolean) {
  return useQuery({
    queryKey: ['training', 'result', id, own],
    queryFn: () =>
      own ? trainingApi.exercise(id) : request<Exercise>(`/v1/training/results/${encodeURIComponent(id)}`),
  })
}

export function useTraineeAgreement() {
  return useQuery({
    queryKey: ['training', 'agreement'],
    queryFn: () => request<TraineeAgreement>('/v1/training/agreement'),
  })
}
