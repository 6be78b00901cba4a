import { describeFault } from '../../../src/shared/faults';
import type { CompareRun } from '../../../src/shared/compare';
import { t } from '../../l10n';

/** How far a model of a comparison is, in words. */
export function phaseName(run: CompareRun): string {
  switch (run.phase) {
    case 'waiting':
      return t('Waiting');
    case 'loading':
      return t('Loading the model');
    case 'running':
      return t('Translating…');
    case 'cancelled':
      return t('Cancelled');
    case 'failed':
      return describeFault(run.fault, t);
    case 'done':
      return t('Done');
  }
}
