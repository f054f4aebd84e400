import { useEffect, useRef, type RefObject } from 'react'

/** Puts the cursor into a field once its page has opened; give the result to the field as `ref`. */
export function useFocusOnOpen<Field extends HTMLElement>(): RefObject<Field | null> {
  const field = useRef<Field>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}
