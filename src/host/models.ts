import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as v from 'valibot';
import type { ModelFigures } from '../shared/compare';
import { withScores, type ModelFiles } from '../shared/engineProtocol';
import { EngineError } from '../shared/faults';
import { inLineageOrder } from '../shared/lineage';
import type { ModelSummary } from '../shared/panelProtocol';
import { MODEL_ID, tokenizerOwner } from '../shared/tokenizerOwner';
import { readBytes } from './engine/threadCarrier';

const WEIGHTS = 'model.safetensors';
/** Few models have it. */
const SCORES = 'scores.safetensors';

/** What the host reads of config.json; the engine checks the rest. */
const configSchema = v.object({
  name: v.string(),
  source_language: v.string(),
  target_language: v.string(),
  alignment: v.fallback(v.optional(v.object({ row: v.picklist(['emitting', 'reading']) })), undefined),
});

const defaultSchema = v.object({ default: v.pipe(v.string(), v.nonEmpty()) });

const FIGURES = 'figures.json';

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const measured = v.nullable(v.pipe(v.number(), v.finite()));

const figuresSchema = v.record(
  v.string(),
  v.object({
    parameters: v.pipe(amount, v.integer()),
    bytes: v.pipe(amount, v.integer()),
    trainedPieces: amount,
    trainedMinutes: amount,
    bleu: measured,
    chrf: measured,
    aer: measured,
    bleuByLength: v.record(v.string(), measured),
    headAer: v.optional(v.array(v.array(v.object({ emitting: amount, reading: amount })))),
  }),
) satisfies v.GenericSchema<unknown, Record<string, ModelFigures>>;

const idSchema = v.pipe(v.string(), v.regex(MODEL_ID));

export interface ListedModel extends ModelSummary {
  /** Bytes of the weights. */
  bytes: number;
}

/**
 * The models of a folder: models/<id>/{config.json, tokenizer.json, model.safetensors}, models/default.json, and
 * models/figures.json with what was measured of them. Nothing here but `files` reads weights.
 */
export class ModelFolder {
  private readingFigures: Promise<Record<string, ModelFigures>> | null = null;

  constructor(readonly root: string) {}

  /** The id of the model to use where the user chose none. @throws EngineError modelFile */
  async defaultId(): Promise<string> {
    const text = await this.readText('default.json', 'default.json', 'models');
    return parse(defaultSchema, text, 'default.json', 'models').default;
  }

  /** All models that can be read, in the order of the lineage; `broken` names what cannot. */
  async list(): Promise<{ models: ListedModel[]; broken: EngineError[] }> {
    const entries = await readdir(this.root, { withFileTypes: true });
    const models: ListedModel[] = [];
    const broken: EngineError[] = [];
    for (const entry of entries.filter((each) => each.isDirectory())) {
      try {
        const { size } = await stat(path.join(this.root, entry.name, WEIGHTS)).catch(() =>
          missing(entry.name, WEIGHTS),
        );
        models.push({ ...(await this.summary(entry.name)), bytes: size });
      } catch (thrown) {
        if (!(thrown instanceof EngineError)) throw thrown;
        broken.push(thrown);
      }
    }
    await this.figures().catch((thrown: unknown) => broken.push(thrown as EngineError));
    return { models: inLineageOrder(models), broken };
  }

  /** What the user sees of one model. Figures that cannot be read are no reason to do without it. @throws EngineError modelFile */
  async summary(id: string): Promise<ModelSummary> {
    const { name, source_language, target_language, alignment } = parse(
      configSchema,
      await this.readConfig(id),
      'config.json',
      id,
    );
    const figures = (await this.figures().catch(() => null))?.[id];
    const alignmentRow = alignment?.row ?? 'emitting';
    return { id, name, source: source_language, target: target_language, alignmentRow, ...(figures && { figures }) };
  }

  /** By id; empty where nothing was measured. Read once. @throws EngineError modelFile */
  private figures(): Promise<Record<string, ModelFigures>> {
    this.readingFigures ??= readFile(path.join(this.root, FIGURES), 'utf8').then(
      (text) => parse(figuresSchema, text, FIGURES, 'models'),
      () => ({}),
    );
    return this.readingFigures;
  }

  /** The files that the engine reads; the weights in a buffer that can be transferred. @throws EngineError modelFile */
  async files(id: string): Promise<ModelFiles> {
    const config = await this.readConfig(id);
    const [tokenizer, weights, scores] = await Promise.all([
      this.readText(path.join(tokenizerOwner(id, config), 'tokenizer.json'), 'tokenizer.json', id),
      readBytes(path.join(this.root, id, WEIGHTS)).catch(() => missing(id, WEIGHTS)),
      readBytes(path.join(this.root, id, SCORES)).catch(() => undefined),
    ]);
    return withScores({ id, config, tokenizer, weights }, scores);
  }

  private readConfig(id: string): Promise<string> {
    if (!v.is(idSchema, id)) {
      throw new EngineError({ code: 'modelFile', model: id, file: 'config.json', problem: 'there is no such model' });
    }
    return this.readText(path.join(id, 'config.json'), 'config.json', id);
  }

  private async readText(relative: string, file: string, model: string): Promise<string> {
    return readFile(path.join(this.root, relative), 'utf8').catch(() => missing(model, file));
  }
}

function missing(model: string, file: string): never {
  throw new EngineError({ code: 'modelFile', model, file, problem: 'the file is missing or cannot be read' });
}

function parse<T>(schema: v.GenericSchema<unknown, T>, text: string, file: string, model: string): T {
  let problem = 'it is not JSON';
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    if (parsed.success) return parsed.output;
    const issue = parsed.issues[0];
    problem = `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`;
  } catch {
    // Not JSON, which `problem` says already.
  }
  throw new EngineError({ code: 'modelFile', model, file, problem });
}
