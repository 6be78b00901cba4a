import type { Memento } from 'vscode';
import { LINEAGE } from '../../shared/lineage';
import { stateKeys } from '../contributions';
import type { ModelFolder } from '../models';

/** Which models a comparison takes that is not asked for in the panel: those that the user compared there last. */
export class ChosenModels {
  constructor(
    private readonly models: Pick<ModelFolder, 'list'>,
    private readonly memory: Pick<Memento, 'get' | 'update'>,
    /** A line for the log. */
    private readonly log: (line: string) => void,
  ) {}

  /** The user chose these in the panel. A disk that is full is no reason to fail. */
  async remember(ids: readonly string[]): Promise<void> {
    try {
      await this.memory.update(stateKeys.comparedModels, ids);
    } catch {
      this.log('The models compared last could not be stored.');
    }
  }

  /** Those chosen last that are still installed; else every mechanism of the lineage; else whatever there is. */
  async choose(): Promise<string[]> {
    const installed = (await this.models.list()).models.map(({ id }) => id);
    const chosen: unknown = this.memory.get(stateKeys.comparedModels);
    const candidates = [Array.isArray(chosen) ? chosen : [], LINEAGE, installed];
    for (const wanted of candidates) {
      const found = installed.filter((id) => wanted.includes(id));
      if (found.length > 0) return found;
    }
    return [];
  }
}
