import * as path from 'node:path';
import { repositoryRoot } from '../../tools/setup/cache';
import type { Workbench } from './workbench';

export const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };

/** The pictures of the documentation are made anew where that is asked for. */
const FOLDER = process.env['UPDATE_SCREENSHOTS'] ? 'docs/images' : 'test-results';

/** Takes a picture of the whole window. */
export async function photograph({ page }: Workbench, name: string): Promise<void> {
  await page.screenshot({ path: path.join(repositoryRoot, FOLDER, `${name}.png`) });
}

/** Leaves a picture of the window in which a test failed. */
export async function photographFailure({ page }: Workbench, test: string): Promise<void> {
  const name = `failed ${test.replaceAll(/\W+/g, ' ').trim()}.png`;
  await page.screenshot({ path: path.join(repositoryRoot, 'test-results', name) });
}
