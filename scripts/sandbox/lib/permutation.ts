/** Affine permutations: a number that looks random and gives its index back without a table. */

export type Permutation = {
  /** The image of an index in [0, modulus). */
  forward(index: number): number;
  /** The index whose image this is. */
  backward(image: number): number;
};

/**
 * x -> (x * factor + offset) mod modulus. `factor` must have no divisor in common with `modulus`, and their product
 * must be a safe integer; throws RangeError otherwise.
 */
export function permutation(modulus: number, factor: number, offset: number): Permutation {
  if (!Number.isSafeInteger(modulus * factor) || !Number.isSafeInteger(modulus * modulus)) {
    throw new RangeError('making a permutation: the product is not a safe integer');
  }
  const inverse = inverseOf(factor % modulus, modulus);
  const shift = offset % modulus;
  return {
    forward: (index) => ((((index % modulus) * factor) % modulus) + shift) % modulus,
    backward: (image) => (((image - shift + modulus) % modulus) * inverse) % modulus,
  };
}

/** Extended Euclid. */
function inverseOf(factor: number, modulus: number): number {
  let [oldRemainder, remainder] = [factor, modulus];
  let [oldCoefficient, coefficient] = [1, 0];
  while (remainder !== 0) {
    const quotient = Math.floor(oldRemainder / remainder);
    [oldRemainder, remainder] = [remainder, oldRemainder - quotient * remainder];
    [oldCoefficient, coefficient] = [coefficient, oldCoefficient - quotient * coefficient];
  }
  if (oldRemainder !== 1) throw new RangeError('making a permutation: the factor divides the modulus');
  return ((oldCoefficient % modulus) + modulus) % modulus;
}
