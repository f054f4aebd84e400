import { createKith, type Call, type Kith } from './client.ts'
import { optionsFromScript } from './config.ts'
import { quietly, warnOnce } from './warn.ts'

declare global {
  interface Window {
    /** Before the script runs a list of calls, afterwards the calls themselves. */
    kith?: Kith | Call[]
  }
}

quietly(start)()

function start(): void {
  const options = readOptions()
  if (!options) return warnOnce('the script tag needs data-write-key')
  const before = window.kith
  const waiting = Array.isArray(before) ? before : []
  if (before !== waiting && isRunning(before)) return
  const kith = createKith(options, waiting)
  window.kith = kith
  // A page may have kept the list under another name.
  waiting.push = (...calls) => {
    for (const call of calls) kith.push(call)
    return calls.length
  }
}

/** The script may be on the page twice; an element with the id "kith" shows up under the same name but does nothing. */
function isRunning(kith: Window['kith']): boolean {
  return kith !== undefined && 'identify' in kith && typeof kith.identify === 'function'
}

/** A tag manager may run the script without a tag of its own; then any tag with a write key speaks for it. */
function readOptions() {
  const running = document.currentScript
  const script = running instanceof HTMLScriptElement ? running : null
  const tagged = document.querySelector<HTMLScriptElement>('script[data-write-key]')
  return (script && optionsFromScript(script)) ?? (tagged && optionsFromScript(tagged))
}
