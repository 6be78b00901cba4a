/**
 * Kernels of the WASM backend, in AssemblyScript (https://www.assemblyscript.org): what a model is made of, each part in
 * one call. They work in the library's own memory, on addresses in it, and own none: no data segment, no heap. A record
 * (Linear, Norm, ...) is a row of 32-bit words that src/model/kernels lays out there.
 *
 * `npm run kernels` compiles this folder twice, without and with relaxed SIMD (one rounding for a product and a sum, and
 * about twice the speed), into src/model/kernels/binaries.ts. All numbers are f32, all extents counts of numbers.
 */

export { dense } from './linear';
export { addNorm } from './norm';
export { attend, softmax } from './attention';
export { embed, likeliest, rearrange } from './rows';
export { decode, encode } from './transformer';
