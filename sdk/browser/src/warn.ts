const told = new Set<string>()

/** Tells the page's developer once; a tracking script must not fill a console. */
export function warnOnce(message: string): void {
  if (told.has(message)) return
  told.add(message)
  console.warn(`kith: ${message}`)
}

/** The function with its exceptions turned into a warning: nothing may break the host page. */
export function quietly(work: (...args: unknown[]) => unknown): (...args: unknown[]) => void {
  return (...args) => {
    try {
      work(...args)
    } catch (error) {
      warnOnce(error instanceof Error ? error.message : String(error))
    }
  }
}
