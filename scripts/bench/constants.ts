/** The key under which the benchmark's invented people are filed. */
export const pseudonymKey = 'a key for benchmarks only, not for people';

/** How the hub's process is run (Dockerfile, start script): a young generation large enough for a batch. */
export const nodeFlags = ['--max-semi-space-size=64'] as const;
