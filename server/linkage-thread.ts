import { parentPort, workerData } from 'node:worker_threads'
import { matchPeople, type MatchingTask } from './people/index.ts'

// Matching a million people computes for a minute: not where requests are answered.
parentPort?.postMessage(matchPeople(workerData as MatchingTask))
