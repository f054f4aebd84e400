import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PresenceInput } from '../../model/presence.ts'
import { api } from '../api.ts'

const BEAT_MS = 10_000

/**
 * Says every ten seconds that the reader looks at a record, as long as the page is in view, and gives who else does. When
 * the version is another than the one shown, `onChanged` hears of it.
 */
export function usePresence(subject: PresenceInput, shown?: { version: number; onChanged: () => void }) {
  const client = useQueryClient()
  const queryKey = ['presence', subject.type, subject.id]
  const { data } = useQuery({
    queryKey,
    queryFn: () => api.presences.note(subject),
    refetchInterval: BEAT_MS,
    staleTime: 0,
    retry: false,
  })
  const version = data?.version ?? null
  useEffect(() => {
    if (!shown || version === null || version <= shown.version) return
    shown.onChanged()
  }, [client, shown, version])
  return data?.others ?? []
}
