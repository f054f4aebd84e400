import { Worker } from 'node:worker_threads'
import {
  matchPeople,
  matchTouched,
  type FoundPair,
  type Matched,
  type MatchingTask,
  type TouchedTask,
} from './match-people.ts'

/** Compares people as asked: all and learning from them, or some with all by what was learned. */
export function compareOnThread(task: MatchingTask | TouchedTask): Matched | FoundPair[] | null {
  return 'touched' in task ? matchTouched(task) : matchPeople(task)
}

export type Thread = { script: URL | null; signal: AbortSignal }

/** Matches everybody, on a thread when there is a script for one. */
export function matchEverybody(task: MatchingTask, thread: Thread): Promise<Matched | null> {
  return thread.script
    ? runOnThread<Matched | null>(thread.script, task, thread.signal)
    : Promise.resolve(matchPeople(task))
}

/** Compares some with everybody, on a thread when there is a script for one. */
export function compareSome(task: TouchedTask, thread: Thread): Promise<FoundPair[]> {
  return thread.script
    ? runOnThread<FoundPair[]>(thread.script, task, thread.signal)
    : Promise.resolve(matchTouched(task))
}

function runOnThread<Result>(
  script: URL,
  task: MatchingTask | TouchedTask,
  signal: AbortSignal,
): Promise<Result> {
  const worker = new Worker(script, { workerData: task })
  return new Promise<Result>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The matching thread ended without a result.')))
    signal.addEventListener('abort', () => reject(new Error('Kith is stopping.')), { once: true })
  }).finally(() => void worker.terminate())
}
