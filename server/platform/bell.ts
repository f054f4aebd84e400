/** A pause that a ring cuts short. A ring that nobody waited for cuts the next pause, so none is missed. */
export type Bell = { ring(): void; heard(milliseconds: number): Promise<void> }

/** Makes a bell. */
export function createBell(): Bell {
  let rung = false
  let wake: () => void = () => undefined
  return {
    ring() {
      rung = true
      wake()
    },
    async heard(milliseconds) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
    },
  }
}
