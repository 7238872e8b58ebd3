// Apart from the schemas, so that a window has the lists without what checks them.

export const sortKeys = ['name', 'size', 'modified'] as const;

export const conflictPolicies = ['keep-both', 'skip', 'overwrite'] as const;
