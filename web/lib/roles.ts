import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** All roles; there are few, so that they come whole. */
export const rolesQuery = queryOptions({ queryKey: ['roles'], queryFn: api.roles.list })

/** All teams with their members. */
export const teamsQuery = queryOptions({ queryKey: ['teams'], queryFn: api.teams.list })
