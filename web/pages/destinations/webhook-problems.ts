import { destinationInput } from '../../../model/destination.ts'

/** What is wrong with the address of a webhook; null when nothing is. */
export function urlProblem(url: string): string | null {
  if (destinationInput.shape.url.safeParse(url).success) return null
  return 'Write a whole address, beginning with https:// or http://.'
}
