import { describe, expect, it } from 'vitest';
import { chooseByLanguage } from '../../../src/documents/languageChoice';

const enFr = { id: 'en-fr', source: 'en', target: 'fr' };
const enDe = { id: 'en-de', source: 'en', target: 'de' };
const deEn = { id: 'de-en', source: 'de', target: 'en' };
const deFr = { id: 'de-fr', source: 'de', target: 'fr' };
const all = [enFr, enDe, deEn, deFr];

describe('chooseByLanguage', () => {
  it('keeps the chosen model for its language, and where nobody can tell', () => {
    expect(chooseByLanguage('en', enFr, all)).toEqual({ model: 'en-fr' });
    expect(chooseByLanguage('en', enDe, all)).toEqual({ model: 'en-de' });
    expect(chooseByLanguage('en-GB', enFr, all)).toEqual({ model: 'en-fr' });
    expect(chooseByLanguage(null, enFr, all)).toEqual({ model: 'en-fr' });
  });

  it('takes another model for another language, with the same target where there is one', () => {
    expect(chooseByLanguage('de', enFr, all)).toEqual({ model: 'de-fr' });
    expect(chooseByLanguage('de', enFr, [enFr, enDe, deEn])).toEqual({ model: 'de-en' });
  });

  it('says that a text is in the target language already, or in one that no model reads', () => {
    expect(chooseByLanguage('fr', enFr, all)).toEqual({ already: 'fr', model: 'en-fr' });
    expect(chooseByLanguage('es', enFr, all)).toEqual({ unknown: 'es', model: 'en-fr' });
  });
});
