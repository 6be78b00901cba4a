import type { Paint, Scene, Shape, Text } from '../../src/export/scene';

/** Twice as fine as a screen of old: sharp in print, and on screens of today. */
const SCALE = 2;
/** What every canvas holds. */
const LONGEST_SIDE = 8192;

/** Paints a picture, and returns it as the bytes of a PNG file. */
export async function sceneToPng(scene: Scene): Promise<Uint8Array> {
  const scale = Math.min(SCALE, LONGEST_SIDE / scene.width, LONGEST_SIDE / scene.height);
  const canvas = new OffscreenCanvas(Math.ceil(scene.width * scale), Math.ceil(scene.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error('there is no canvas to draw on');
  context.fillStyle = scene.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  for (const shape of scene.shapes) paint(context, shape, scene.fontFamily);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

function paint(context: OffscreenCanvasRenderingContext2D, shape: Shape, fontFamily: string): void {
  if (shape.kind === 'text') return write(context, shape, fontFamily);
  const path = shape.kind === 'path' ? new Path2D(shape.d) : new Path2D();
  if (shape.kind === 'rect') path.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius ?? 0);
  fillAndStroke(context, path, shape.paint);
}

function fillAndStroke(context: OffscreenCanvasRenderingContext2D, path: Path2D, paint: Paint): void {
  const { fill, fillOpacity = 1, stroke, strokeOpacity = 1, strokeWidth = 1, dash = [] } = paint;
  if (fill) {
    context.globalAlpha = fillOpacity;
    context.fillStyle = fill;
    context.fill(path);
  }
  if (stroke) {
    context.globalAlpha = strokeOpacity;
    context.strokeStyle = stroke;
    context.lineWidth = strokeWidth;
    context.setLineDash(dash);
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function write(context: OffscreenCanvasRenderingContext2D, text: Text, fontFamily: string): void {
  context.save();
  context.translate(text.x, text.y);
  if (text.rotate) context.rotate((text.rotate * Math.PI) / 180);
  context.font = `${text.weight ?? 400} ${text.size}px ${fontFamily}`;
  context.fillStyle = text.fill;
  context.textAlign = text.anchor === 'middle' ? 'center' : text.anchor === 'end' ? 'right' : 'left';
  context.fillText(text.text, 0, 0, text.width);
  context.restore();
}
