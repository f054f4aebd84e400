import { parentPort, workerData } from 'node:worker_threads'
import { compareOnThread, type MatchingTask, type TouchedTask } from './people/index.ts'

// Matching a million people computes for a minute: not where requests are answered.
parentPort?.postMessage(compareOnThread(workerData as MatchingTask | TouchedTask))
