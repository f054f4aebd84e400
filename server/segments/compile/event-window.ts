import { lengthOf } from '../../../model/segment-comparison.ts'
import type { EventWindow } from '../../../model/segment-event.ts'

/**
 * That something lies in a window. `age` is an expression for the time since it happened in ms, negative for the future;
 * `now` in ms since 1970. Of the two ends of a window, the older belongs to it and the younger does not.
 */
export function compileWindow(window: EventWindow | null, age: string, now: number): string[] {
  if (window === null) return []
  switch (window.kind) {
    case 'last':
      return [`${age} <= ${lengthOf(window)}`]
    case 'before_last':
      return [`${age} > ${lengthOf(window)}`]
    case 'ago': {
      const { from, to, unit } = window
      return [`${age} <= ${lengthOf({ amount: from, unit })}`, `${age} > ${lengthOf({ amount: to, unit })}`]
    }
    case 'between':
      return [
        ...(window.from === null ? [] : [`${age} <= ${now - Date.parse(window.from)}`]),
        ...(window.to === null ? [] : [`${age} > ${now - Date.parse(window.to)}`]),
      ]
  }
}
