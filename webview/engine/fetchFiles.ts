import { EngineError, toFault } from '../../src/shared/faults';
import { withScores, type ModelFiles } from '../../src/shared/engineProtocol';
import { tokenizerOwner } from '../../src/shared/tokenizerOwner';

/** Called with the share of bytes that have arrived, 0 to 1. */
export type OnProgress = (progress: number) => void;

const FILES = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;
/** Few models have it, and all translate without it. */
const SCORES = 'scores.safetensors';

/**
 * Fetches the files that the engine reads: three, and a fourth where there is one.
 * @param base URI of models/<id>/, with or without a slash at its end
 * @param hasScores whether the fourth is there
 * @throws EngineError modelFile naming the file that is missing or cannot be read
 * @throws DOMException AbortError where the signal was given, RangeError where there is no memory for a file
 */
export async function fetchModel(
  id: string,
  base: string,
  fetcher: typeof fetch,
  onProgress: OnProgress,
  signal: AbortSignal,
  hasScores = false,
): Promise<ModelFiles> {
  const received = [0, 0, 0];
  const expected = [0, 0, 0];
  const report = (): void => {
    // The weights outweigh the rest by far, so nothing is said before their size is known.
    if (expected[2]) onProgress(Math.min(1, sum(received) / sum(expected)));
  };
  const folder = base.replace(/\/$/, '');
  // without it the model translates all the same
  const scores = hasScores ? fetchBytes(`${folder}/${SCORES}`, fetcher, signal).catch(() => undefined) : undefined;
  const text = new TextDecoder();
  const get = async (index: number, owner = id): Promise<ArrayBuffer> => {
    const file = FILES[index]!;
    try {
      // an id is a folder's name, so its neighbour is one step up
      const url = owner === id ? `${folder}/${file}` : `${folder.slice(0, folder.lastIndexOf('/'))}/${owner}/${file}`;
      return await fetchBytes(url, fetcher, signal, (done, total) => {
        received[index] = done;
        expected[index] = total;
        report();
      });
    } catch (thrown) {
      if (signal.aborted || toFault(thrown).code === 'outOfMemory') throw thrown;
      const problem = thrown instanceof Error ? thrown.message : String(thrown);
      throw new EngineError({ code: 'modelFile', model: id, file, problem });
    }
  };
  const config = get(0);
  const own = config.then((bytes) => get(1, tokenizerOwner(id, text.decode(bytes))));
  const [configBytes, tokenizer, weights] = await Promise.all([config, own, get(2)]);
  const files = { id, config: text.decode(configBytes), tokenizer: text.decode(tokenizer), weights };
  return withScores(files, await scores);
}

/** Fetches one file. @throws Error with a short problem where the server has no such file or breaks off */
export async function fetchBytes(
  url: string,
  fetcher: typeof fetch,
  signal?: AbortSignal,
  onBytes?: (received: number, /** 0 where unknown */ total: number) => void,
): Promise<ArrayBuffer> {
  const response = await fetcher(url, { signal });
  if (!response.ok) throw new Error(response.status === 404 ? 'the file is missing' : `HTTP ${response.status}`);
  const total = Number(response.headers.get('content-length')) || 0;
  if (!onBytes || !response.body) return response.arrayBuffer();
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    received += next.value.length;
    onBytes(received, total && Math.max(total, received));
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.buffer;
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
