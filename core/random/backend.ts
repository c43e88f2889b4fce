/** As core/assembly/random/backend.ts numbers them. */
export const BACKEND_NUMBER = { python: 0, numpy: 1, "numpy-legacy": 2 } as const;

/** Which random numbers: CPython's random, numpy's Generator (PCG64), or numpy's legacy RandomState. */
export type RandomBackend = keyof typeof BACKEND_NUMBER;
