import { describe, expect, it } from 'vitest'
import { rolePermissions, type Role } from '../../model/roles.ts'
import { placesFor } from './navigation.ts'

const labelsFor = (role: Role) =>
  placesFor((permission) => rolePermissions[role].includes(permission)).flatMap((group) =>
    group.places.map((place) => place.label),
  )

describe('the sidebar', () => {
  it('shows an owner everything', () => {
    expect(labelsFor('owner')).toEqual(
      placesFor(() => true).flatMap((group) => group.places.map(({ label }) => label)),
    )
  })
  it('hides from a member what a member may not use', () => {
    const labels = labelsFor('member')
    expect(labels).toContain('People')
    expect(labels).not.toContain('Keys')
    expect(labels).not.toContain('Audit log')
  })
  it('leaves out groups with nothing in them', () => {
    expect(placesFor(() => false)).toHaveLength(1)
  })
  it('has different keys for different pages', () => {
    const keys = placesFor(() => true).flatMap((group) => group.places.map((place) => place.keys))
    expect(new Set(keys).size).toBe(keys.length)
  })
})
