import { useEffect, useEffectEvent } from 'react'

const SEQUENCE_MS = 1_200

/** What each key, or two keys one after the other such as "g p", does. Who gives false leaves the key to others. */
export type Shortcuts = Record<string, () => unknown>

/** "⌘" on Apple's machines, "Ctrl" elsewhere. */
export const modifierKey = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/**
 * Listens on the whole page for single keys and two-key sequences, never while something is being typed
 * and never with Ctrl, Alt or Cmd held. `mod+k` is the exception: it works everywhere.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const pressed = useEffectEvent((name: string) => shortcuts[name])
  useEffect(() => {
    let first: { key: string; at: number } | null = null
    const onKey = (event: KeyboardEvent) => {
      const name = nameOf(event)
      if (name === null || event.defaultPrevented) return
      const sequence = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${name}` : null
      const run = (sequence && pressed(sequence)) || pressed(name)
      first = run ? null : { key: name, at: event.timeStamp }
      if (run && run() !== false) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** True while the reader types into a field, so that letters are letters. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

function nameOf(event: KeyboardEvent): string | null {
  const withModifier = event.ctrlKey || event.metaKey
  if (withModifier && !event.altKey && event.key.toLowerCase() === 'k') return 'mod+k'
  if (withModifier || event.altKey || isTyping(event.target) || event.repeat) return null
  return event.key
}
