/** Activations that the kernels compute, by the numbers that kernels/linear.ts knows them by. */
export const ACTIVATION_NUMBERS = { none: 0, relu: 1, swish: 2, silu: 2 };
export type FusedActivation = keyof typeof ACTIVATION_NUMBERS;

export const isFused = (name: string): name is FusedActivation => Object.hasOwn(ACTIVATION_NUMBERS, name);
