/** The lineage page alone, in the document that the panel has; a test sets its properties and reads its events. */

import { readBoot } from '../../../webview/boot';
import { configureLanguage } from '../../../webview/l10n';
import type { LineageInspect } from '../../../webview/lineage/events';
import { Lineage } from '../../../webview/lineage/lineage';
import { documentStyles } from '../../../webview/styles';

declare global {
  interface Window {
    lineage: Lineage;
    inspected: LineageInspect[];
  }
}

configureLanguage(readBoot(document));
if (documentStyles.styleSheet) document.adoptedStyleSheets.push(documentStyles.styleSheet);

window.inspected = [];
window.lineage = new Lineage();
window.lineage.addEventListener('lineage-inspect', ({ detail }) => window.inspected.push(detail));
const main = document.createElement('main');
main.append(window.lineage);
document.body.append(main);
