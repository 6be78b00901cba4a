/** WebGL in a Web Worker, on a canvas of our own, so that its loss is noticed. */

import { setWebGLContext } from '@tensorflow/tfjs-backend-webgl';
import type { WebglCarrier } from './backend';

/** As the library's own, but for failIfMajorPerformanceCaveat: how fast a renderer is gets measured instead. */
const ATTRIBUTES: WebGLContextAttributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
  failIfMajorPerformanceCaveat: false,
};

/** @param onLost called once the context is lost; after that nothing computed on it ever settles */
export function offscreenWebgl(onLost: () => void): WebglCarrier {
  return {
    prepare() {
      if (typeof OffscreenCanvas === 'undefined') throw new Error('this editor has no OffscreenCanvas');
      const canvas = new OffscreenCanvas(1, 1);
      const gl = canvas.getContext('webgl2', ATTRIBUTES);
      if (!gl) throw new Error('this editor has no WebGL 2');
      canvas.addEventListener('webglcontextlost', onLost);
      setWebGLContext(2, gl);
      const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
      return String(gl.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    },
  };
}
