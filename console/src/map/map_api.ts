import { useQuery } from '@tanstack/react-query'
import { request } from '../api/client.ts'
import type { MapGround, UnitList } from '../api/types.ts'

const unitsEvery = 10_000

export function useMapGround() {
  return useQuery({ queryKey: ['map'], queryFn: () => request<MapGround>('/v1/map'), staleTime: Infinity })
}

export function useUnits() {
  return useQuery({
    queryKey: ['units'],
    queryFn: () => request<UnitList>('/v1/units'),
    refetchInterval: unitsEvery,
  })
}
