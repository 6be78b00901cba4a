/**
 * A measure such as BLEU as it is printed, everywhere: rounded in decimal, halves away from zero. `toFixed` rounds the binary
 * number below it, so that 8.45, which no double holds, would become 8.4 there and 8.5 in `Intl.NumberFormat`.
 * @returns a number that has at most one decimal
 */
export function roundFigure(value: number): number {
  const tenths = Math.round(Number((10 * Math.abs(value)).toPrecision(12)));
  return (Math.sign(value) * tenths) / 10 + 0;
}

/** 8.45 → "8.5", 40 → "40.0". */
export const printFigure = (value: number): string => roundFigure(value).toFixed(1);
