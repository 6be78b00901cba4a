import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { repositoryRoot } from '../../tools/setup/cache';
import type { Workbench } from './workbench';

export const THEMES = { light: 'Light Modern', dark: 'Dark Modern', contrast: 'Dark High Contrast' };

/** The pictures of the documentation are made anew where that is asked for. */
const FOLDER = process.env['UPDATE_SCREENSHOTS'] ? 'docs/images' : 'test-results';

/** Takes a picture of the whole window, when nothing fades or glides in it any more. */
export async function photograph({ page }: Workbench, name: string): Promise<void> {
  await still(page);
  await page.screenshot({ path: path.join(repositoryRoot, FOLDER, `${name}.png`) });
}

/** Leaves a picture of the window in which a test failed. */
export async function photographFailure({ page }: Workbench, test: string): Promise<void> {
  const name = `failed ${test.replaceAll(/\W+/g, ' ').trim()}.png`;
  await page.screenshot({ path: path.join(repositoryRoot, 'test-results', name) });
}

/** Waits until all motion that has an end has come to it, in the workbench and in its webviews. */
async function still(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame
      .evaluate(async () => {
        const roots: (Document | ShadowRoot)[] = [document];
        for (const root of roots)
          for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
        // what starts when something else ends is waited for as well
        for (;;) {
          const moving = roots
            .flatMap((root) => root.getAnimations())
            .filter(
              ({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
            );
          if (moving.length === 0) return;
          await Promise.allSettled(moving.map(({ finished }) => finished));
        }
      })
      // a frame may go while it is asked
      .catch(() => undefined);
  }
}
