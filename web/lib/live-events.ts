import { useCallback, useEffect, useRef, useState } from 'react'
import type { LiveEvent } from '../../model/source.ts'
import { api, liveEventsUrl } from '../api.ts'

const KEPT_EVENTS = 1_000
const PAINT_MS = 200

export type LiveState = 'connecting' | 'open' | 'lost'

/** Events as they are processed, newest first, with the recent ones before them; paints at most five times a second. */
export function useLiveEvents() {
  const [events, setEvents] = useState<LiveEvent[]>([])
  const [waiting, setWaiting] = useState(0)
  const [paused, setPaused] = useState(false)
  const [state, setState] = useState<LiveState>('connecting')
  const arrived = useRef<LiveEvent[]>([])

  useEffect(() => listenToEvents((event) => arrived.current.push(event), setState), [])
  const show = useCallback(() => {
    const fresh = arrived.current
    arrived.current = []
    if (fresh.length > 0) setEvents((before) => withFresh(before, fresh))
    setWaiting(0)
  }, [])
  useEffect(() => {
    const paint = () => {
      arrived.current = arrived.current.slice(-KEPT_EVENTS)
      if (paused) setWaiting(arrived.current.length)
      else show()
    }
    const timer = setInterval(paint, PAINT_MS)
    return () => clearInterval(timer)
  }, [paused, show])

  const pause = (paused: boolean) => {
    setPaused(paused)
    if (!paused) show()
  }
  return { events, waiting, paused, pause, state }
}

/** Listens to the stream, which reconnects by itself, and first fills in what happened before. Gives back how to stop. */
function listenToEvents(
  onEvent: (event: LiveEvent) => void,
  onState: (state: LiveState) => void,
): () => void {
  const stream = new EventSource(liveEventsUrl)
  const recover = async () => {
    onState('open')
    const { data } = await api.events.recent().catch(() => ({ data: [] }))
    for (const event of data) onEvent(event)
  }
  stream.onopen = () => void recover()
  stream.onmessage = (message: MessageEvent<string>) => onEvent(JSON.parse(message.data) as LiveEvent)
  stream.onerror = () => onState('lost')
  return () => stream.close()
}

/** Newest first, each event once: after a reconnect the recent ones come again. A lower number than before means that the server began anew. */
export function withFresh(before: LiveEvent[], fresh: LiveEvent[]): LiveEvent[] {
  const known = new Set(before.map(keyOf))
  const added = fresh.filter((event) => {
    const isNew = !known.has(keyOf(event))
    known.add(keyOf(event))
    return isNew
  })
  if (added.length === 0) return before
  return [...before, ...added]
    .sort((a, b) => b.received_at.localeCompare(a.received_at) || b.seq - a.seq)
    .slice(0, KEPT_EVENTS)
}

/** Identifies an event of the live view; its number alone starts again with the server. */
export const keyOf = (event: LiveEvent) => `${event.seq} ${event.received_at}`
