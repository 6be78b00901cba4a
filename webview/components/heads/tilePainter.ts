/** Draws an attention on a canvas of a few dozen pixels. */

/** Where the theme knows no tints, a cell is drawn that has at least so many times the weight of an even spread. */
const SOLID_FROM = 2;

export interface TileLook {
  /** 0 to 255 each. */
  rgb: readonly [number, number, number];
  /** False in high contrast, where a cell is drawn or not. */
  tinted: boolean;
}

/** Draws the attention of the rows on a square canvas of so many pixels. */
export function paintTile(
  canvas: HTMLCanvasElement,
  rows: readonly Float32Array[],
  side: number,
  look: TileLook,
): void {
  // read by the processor alone: hundreds of small canvases must not each take a texture
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || side < 1) return;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const image = new ImageData(side, side);
  const { data } = image;
  const [red, green, blue] = look.rgb;
  const opacities = tileOpacities(rows, side, look.tinted);
  for (let pixel = 0, at = 0; pixel < opacities.length; pixel++, at += 4) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
    data[at + 3] = opacities[pixel]!;
  }
  context.putImageData(image, 0, 0);
}

/**
 * Opacity of every pixel, 0 to 255, row by row. One pixel holds one or more cells, and shows the largest of them, so that a
 * lone strong link is never lost; a cell that is larger than a pixel fills several. Opacity is the square root of the
 * weight: weak attention can be seen.
 */
export function tileOpacities(rows: readonly Float32Array[], side: number, tinted: boolean): Uint8ClampedArray {
  const opacities = new Uint8ClampedArray(side * side);
  const keys = rows[0]?.length ?? 0;
  const columns = bounds(keys, side);
  const lines = bounds(rows.length, side);
  const line = new Float32Array(keys);
  const solid = Math.min(0.5, SOLID_FROM / keys);
  for (let y = 0; y < side; y++) {
    line.fill(0);
    for (let query = lines.from[y]!; query < lines.to[y]!; query++) {
      const row = rows[query]!;
      for (let key = 0; key < keys; key++) if (row[key]! > line[key]!) line[key] = row[key]!;
    }
    for (let x = 0; x < side; x++) {
      let most = 0;
      for (let key = columns.from[x]!; key < columns.to[x]!; key++) if (line[key]! > most) most = line[key]!;
      opacities[y * side + x] = tinted ? 255 * Math.sqrt(most) : most >= solid ? 255 : 0;
    }
  }
  return opacities;
}

/** Which of `count` cells each of `pixels` pixels holds: at least one. */
function bounds(count: number, pixels: number): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(pixels);
  const to = new Int32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    from[pixel] = Math.floor((pixel * count) / pixels);
    to[pixel] = Math.min(count, Math.max(from[pixel]! + 1, Math.floor(((pixel + 1) * count) / pixels)));
  }
  return { from, to };
}
