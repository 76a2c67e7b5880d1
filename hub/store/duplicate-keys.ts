/** MongoDB's code for a key that another document has. */
export const duplicateKey = 11000;

/** Whether a bulk write failed only where a key was taken already; all else of an unordered one is written. */
export function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof Error) || !('writeErrors' in error) || !Array.isArray(error.writeErrors)) return false;
  const codes = error.writeErrors.map((each: unknown) => (each as { code?: number }).code);
  return codes.length > 0 && codes.every((each) => each === duplicateKey);
}
