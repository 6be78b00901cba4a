import { t } from '../../l10n';

const END_MARK = '</s>';

/** A piece as it is shown: without the space that begins a word, and with a name for the end mark. */
export const pieceName = (piece: string): string => (piece === END_MARK ? t('end') : piece.trim().slice(0, 80) || '␣');
