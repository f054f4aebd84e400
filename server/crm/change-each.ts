import { KithError } from '../platform/errors.ts'

type Outcome<Row> = { changed: Row[]; refused: { id: string; code: string; message: string }[] }

/** Makes many changes one after the other, each by itself, so that one that is refused does not keep back the others. */
export async function changeEach<Change extends { id: string }, Row>(
  changes: Change[],
  changeOne: (change: Change) => Promise<Row>,
): Promise<Outcome<Row>> {
  const outcome: Outcome<Row> = { changed: [], refused: [] }
  for (const one of changes) {
    try {
      outcome.changed.push(await changeOne(one))
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      outcome.refused.push({ id: one.id, code: error.code, message: error.message })
    }
  }
  return outcome
}
