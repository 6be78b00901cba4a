import { filesNeeded, type ContenderFiles, type ContenderName } from './contender';

/** A contender's files by a function that reads one of them. */
export async function gatherFiles(
  contender: ContenderName,
  read: (key: keyof ContenderFiles) => Promise<ArrayBuffer>,
): Promise<ContenderFiles> {
  const text = async (key: keyof ContenderFiles) => new TextDecoder().decode(await read(key));
  const none = new ArrayBuffer(0);
  const files = { weights: none, simd: none, plain: none, encoder: none, decoder: none, runtime: none };
  const [config, tokenizer] = await Promise.all([text('config'), text('tokenizer')]);
  await Promise.all(
    filesNeeded(contender).map(async (key) => {
      files[key] = await read(key);
    }),
  );
  return { ...files, config, tokenizer };
}
