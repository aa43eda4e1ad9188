import type { Role } from '../policy/types.ts';

const NAMES = { viewer: 'viewer', operator: 'operator', approver: 'approver' } as const satisfies { [R in Role]: R };

/** The roles that a configuration may name: all that policy knows, which the type above holds. */
export const ROLES: readonly Role[] = Object.values(NAMES);
