import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrationsFolder } from '../paths.ts'
import { migrateWarehouse, openEmbeddedWarehouse, type Warehouse } from '../warehouse/index.ts'

let open: Promise<Warehouse> | null = null
let users = 0

/**
 * Opens the embedded warehouse in a temporary folder. A process can hold one only, so platforms that are open at
 * the same time share it; it is deleted when the last of them closes.
 */
export async function openSharedWarehouse(): Promise<Warehouse> {
  users += 1
  open ??= openEmpty()
  const warehouse = await open
  return {
    ...warehouse,
    async close() {
      users -= 1
      if (users > 0) return
      open = null
      await warehouse.close()
    },
  }
}

async function openEmpty(): Promise<Warehouse> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-warehouse-'))
  const warehouse = openEmbeddedWarehouse(folder)
  await migrateWarehouse(warehouse, migrationsFolder('warehouse'))
  return {
    ...warehouse,
    async close() {
      await warehouse.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
