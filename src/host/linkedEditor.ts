import {
  OverviewRulerLane,
  Range,
  ThemeColor,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { PlacedPassage } from '../documents/passage';
import { placeAt, wordPlaces, type WordPlace } from '../documents/wordPlaces';
import type { SourceWordRef } from '../shared/panelProtocol';
import type { TrackedSpans } from './documents/trackedSpans';
import type { PanelStore } from './panelStore';
import type { PanelView } from './view/panelView';

/** A translation of a part of a document. */
export interface LinkedTranslation {
  id: number;
  placed: PlacedPassage[];
  tracked: TrackedSpans;
}

export interface LinkedWorld {
  /** The translation that the panel shows, where it is of a document. */
  shown(): LinkedTranslation | null;
  store: Pick<PanelStore, 'onChange'>;
  panel: Pick<PanelView, 'post'>;
}

interface Mark {
  document: TextDocument;
  ranges: Range[];
}

/**
 * Ties the panel to the editors that show the source: the source word that is active in the panel is marked in them, and
 * the panel is told which one the cursor stands in. Only while the text is as it was translated.
 */
export class LinkedEditor implements Disposable {
  private readonly decoration = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('editor.wordHighlightStrongBackground'),
    // A border tells it from the selection, and in high contrast there is nothing else.
    border: '1px solid',
    borderColor: new ThemeColor('focusBorder'),
    borderRadius: '2px',
    overviewRulerColor: new ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    overviewRulerLane: OverviewRulerLane.Center,
  });
  private marked: Mark | null = null;
  private request: number | null = null;
  /** What the panel was told last. */
  private told = '';
  private known: { placed: PlacedPassage[]; places: WordPlace[] } | null = null;
  private readonly subscriptions: Disposable[];

  constructor(private readonly world: LinkedWorld) {
    this.subscriptions = [
      this.decoration,
      world.store.onChange(({ request }) => this.requestChanged(request?.id ?? null)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document === this.marked?.document) this.show(null);
        if (document === world.shown()?.tracked.document) this.tellCursorOnce();
      }),
      window.onDidChangeVisibleTextEditors(() => this.draw()),
      window.onDidChangeActiveTextEditor(() => this.tellCursorOnce()),
      window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        // Whoever goes on in the editor, or leaves the selection by Escape, has done with the mark.
        if (kind !== undefined && textEditor.document === this.marked?.document) this.show(null);
        this.tellCursorOnce();
      }),
    ];
  }

  /** Marks a word of the source of this request in every editor that shows it; null takes the mark away. */
  mark(request: number, word: SourceWordRef | null): void {
    const shown = this.world.shown();
    if (!word || shown?.id !== request) return this.show(null);
    const { document } = shown.tracked;
    const place = this.places(shown).find((each) => each.sentence === word.sentence && each.word === word.word);
    const start = place && shown.tracked.spans()[place.passage]?.start;
    if (!place || start === undefined) return this.show(null);
    const ranges = place.spans.map(
      (span) => new Range(document.positionAt(start + span.start), document.positionAt(start + span.end)),
    );
    this.show({ document, ranges });
  }

  /** Tells the panel which word the cursor stands in: to a document that has just been opened, too. */
  tellCursor(): void {
    this.told = '';
    this.tellCursorOnce();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private requestChanged(id: number | null): void {
    if (id !== this.request) this.show(null);
    this.request = id;
    this.tellCursorOnce();
  }

  private tellCursorOnce(): void {
    const shown = this.world.shown();
    if (!shown) return;
    const word = this.wordAtCursor(shown);
    const told = `${shown.id} ${word?.sentence} ${word?.word}`;
    if (told === this.told) return;
    this.told = told;
    this.world.panel.post({ type: 'cursor', request: shown.id, word });
  }

  private wordAtCursor(shown: LinkedTranslation): SourceWordRef | null {
    const editor = window.activeTextEditor;
    const { document } = shown.tracked;
    if (editor?.document !== document) return null;
    const { start, end } = editor.selection;
    const starts = shown.tracked.spans().map((span) => span?.start ?? null);
    const cursor = { start: document.offsetAt(start), end: document.offsetAt(end) };
    const place = placeAt(this.places(shown), starts, cursor);
    return place && { sentence: place.sentence, word: place.word };
  }

  private places({ placed }: LinkedTranslation): WordPlace[] {
    if (this.known?.placed !== placed) this.known = { placed, places: wordPlaces(placed) };
    return this.known.places;
  }

  private show(mark: Mark | null): void {
    if (!mark && !this.marked) return;
    this.marked = mark;
    this.draw();
  }

  private draw(): void {
    for (const editor of window.visibleTextEditors) {
      editor.setDecorations(this.decoration, this.rangesIn(editor));
    }
  }

  private rangesIn({ document }: TextEditor): Range[] {
    return document === this.marked?.document ? this.marked.ranges : [];
  }
}
