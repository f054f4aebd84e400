import { countOverrides, foldOverrides } from '../../events/index.ts'
import type { Warehouse } from '../../platform/warehouse/index.ts'

const MANY = 50_000

/** Counts corrections of whose stored events are, and writes them into the events when there are many. */
export function watchCorrections(warehouse: Warehouse) {
  let added = 0
  let before: number | null = null
  return {
    add(corrections: number) {
      added += corrections
    },
    /** Run it while nobody adds corrections; it may fail and be run again. */
    async foldWhenMany() {
      before ??= await countOverrides(warehouse)
      if (before + added < MANY) return
      await foldOverrides(warehouse)
      before = 0
      added = 0
    },
  }
}
