import { expect, it } from 'vitest';
import type { Question } from '../../../src/shared/panelProtocol';
import { Questions } from '../../../webview/questions';

const question = (target: string): Question => ({ kind: 'occlude', model: 'ema', source: 'Hello.', target });
const answer = (target: string) => ({
  kind: 'occlude' as const,
  record: {
    model: 'ema',
    backend: 'wasm' as const,
    source: 'Hello.',
    target,
    sourceWords: [],
    targetWords: [],
    loss: [],
    attention: [],
  },
});

it('keeps the answer in sight while the next is asked for, and drops late answers', () => {
  const questions = new Questions();
  const first = questions.ask('faithful', question('Bonjour.'));
  const id = (ask: unknown) => (ask as { id: number }).id;
  expect(questions.answer(id(first), { ok: answer('Bonjour.') })).toBe(true);
  const second = questions.ask('faithful', question('Salut.'));
  const third = questions.ask('faithful', question('Allô.'));
  expect(questions.answer(id(second), { ok: answer('Salut.') })).toBe(false);
  expect(questions.get('faithful')).toMatchObject({ asking: true, answer: answer('Bonjour.'), fault: null });
  expect(questions.answer(id(third), { fault: { code: 'contextLost' } })).toBe(true);
  expect(questions.get('faithful')).toMatchObject({
    asking: false,
    answered: question('Bonjour.'),
    question: question('Allô.'),
    fault: { code: 'contextLost' },
  });
});

it('keeps what is asked under one key from what is asked under another', () => {
  const questions = new Questions();
  questions.ask('a', question('Bonjour.'));
  questions.ask('b', question('Salut.'));
  questions.forget('a');
  expect(questions.get('a')).toBeNull();
  expect(questions.get('b')?.question).toEqual(question('Salut.'));
});
