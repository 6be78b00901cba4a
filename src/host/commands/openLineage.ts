import type { Services } from './services';

/** Opens the panel on the page that tells how one mechanism led to the next. */
export async function openLineage({ panel }: Services): Promise<void> {
  await panel.show('lineage');
}
