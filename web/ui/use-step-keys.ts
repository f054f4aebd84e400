import { useRef, type RefObject } from 'react'
import { useShortcuts } from '../lib/keyboard.ts'

/** Lets j and k move the focus down and up between the elements that match; give the result to their container as `ref`. */
export function useStepKeys<Container extends HTMLElement>(selector: string): RefObject<Container | null> {
  const container = useRef<Container>(null)
  useShortcuts({
    j: () => step(container.current, selector, 1),
    k: () => step(container.current, selector, -1),
  })
  return container
}

function step(container: HTMLElement | null, selector: string, by: 1 | -1) {
  // What lies behind an open panel or dialogue is not walked through.
  const front = document.querySelector('[role="dialog"][aria-modal="true"]')
  if (front && !front.contains(container)) return false
  const rows = [...(container?.querySelectorAll<HTMLElement>(selector) ?? [])]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const start = by === 1 ? 0 : rows.length - 1
  const next = at === -1 ? rows[start] : rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
  return true
}
