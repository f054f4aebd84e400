import type { TestImport } from './open-test-import.ts'

/** A database whose transactions fail from some moment on, as if the process had been killed before they committed. */
export function dieAfter<Db extends TestImport['platform']['db']>(db: Db, isTime: () => boolean): Db {
  return new Proxy(db, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (name !== 'transaction')
        return typeof value === 'function' ? (value as Function).bind(target) : value
      return () => ({
        execute: (work: (trx: unknown) => Promise<unknown>) =>
          target.transaction().execute(async (trx) => {
            const result = await work(trx)
            if (isTime()) throw new Error('killed')
            return result
          }),
      })
    },
  })
}
