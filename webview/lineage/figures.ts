import { html, nothing, type TemplateResult } from 'lit';
import type { ModelFigures } from '../../src/shared/compare';
import { cssVars } from '../cssVars';
import { icon } from '../icons';
import { formatCount, formatDecimal, t } from '../l10n';
import { verdictsOn, type Verdict } from './claims';
import type { MechanismId } from './parts';

const one = (value: number): string => formatDecimal(value, 1);

/** What was measured of a model, and what that says to the papers; nothing where nothing was measured. */
export function renderFigures(
  id: MechanismId,
  all: ReadonlyMap<string, ModelFigures>,
): TemplateResult | typeof nothing {
  const figures = all.get(id);
  if (!figures) return nothing;
  const rows: [string, string, string][] = [
    [t('Parameters'), formatCount(figures.parameters), ''],
    ...(figures.bleu === null
      ? []
      : [['BLEU', one(figures.bleu), t('greedy, on Tatoeba; higher is better')] as [string, string, string]]),
    ...(figures.aer === null
      ? []
      : [
          ['AER', `${one(figures.aer)} %`, t('alignment errors, on Hansards; lower is better')] as [
            string,
            string,
            string,
          ],
        ]),
  ];
  return html`<section class="measured">
    <h4>${t('Measured here')}</h4>
    <dl>
      ${rows.map(
        ([name, value, about]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><b>${value}</b>${about ? html` <span class="quiet">${about}</span>` : nothing}</dd>
          </div>`,
      )}
    </dl>
    ${renderLengths(figures, all)} ${verdictsOn(id, all, one).map(renderVerdict)}
  </section>`;
}

/** BLEU by the length of the source; bars of all models have one scale, so that they can be compared. */
function renderLengths({ bleuByLength }: ModelFigures, all: ReadonlyMap<string, ModelFigures>) {
  const measured = Object.entries(bleuByLength).filter((entry): entry is [string, number] => entry[1] !== null);
  if (!measured.length) return nothing;
  const most = Math.max(
    ...[...all.values()].flatMap((each) => Object.values(each.bleuByLength).map((bleu) => bleu ?? 0)),
    1,
  );
  return html`<table class="lengths">
    <caption>
      ${t('BLEU by words of the source')}
    </caption>
    <tbody>
      <tr class="values">
        ${measured.map(
          ([, bleu]) =>
            html`<td>
              <div class="column"><i aria-hidden="true" ${cssVars({ '--share': bleu / most })}></i></div>
              <data value=${bleu}>${one(bleu)}</data>
            </td>`,
        )}
      </tr>
      <tr>
        ${measured.map(([words]) => html`<th scope="col">${words}</th>`)}
      </tr>
    </tbody>
  </table>`;
}

function renderVerdict({ verdict, found, measured }: Verdict) {
  const said = {
    agrees: t('Our figures agree.'),
    disagrees: t('Our figures disagree; the models here are small, and trained on little.'),
    unclear: t('Our figures show no clear difference.'),
  }[verdict];
  return html`<p class="verdict ${verdict}">
    ${icon(verdict === 'agrees' ? 'check' : verdict === 'disagrees' ? 'warning' : 'info')}
    <span>${found} <b>${said}</b> <span class="quiet">${measured}</span></span>
  </p>`;
}
