/** Every id that the manifest and the code share. test/unit/manifest holds the two together. */

export const commands = {
  translateSelection: 'attentionLens.translateSelection',
  explainSelection: 'attentionLens.explainSelection',
  replaceSelection: 'attentionLens.replaceSelection',
  insertBelow: 'attentionLens.insertBelow',
  copyTranslation: 'attentionLens.copyTranslation',
  compareMechanisms: 'attentionLens.compareMechanisms',
  scoringBench: 'attentionLens.scoringBench',
  stepThrough: 'attentionLens.stepThrough',
  whatIf: 'attentionLens.whatIf',
  openLineage: 'attentionLens.openLineage',
  export: 'attentionLens.export',
  translateComment: 'attentionLens.translateComment',
  translateFileBeside: 'attentionLens.translateFileBeside',
  showOriginal: 'attentionLens.showOriginal',
  selectModel: 'attentionLens.selectModel',
  openPanel: 'attentionLens.openPanel',
  openInEditor: 'attentionLens.openInEditor',
  cancel: 'attentionLens.cancel',
  showLog: 'attentionLens.showLog',
  openSample: 'attentionLens.openSample',
  alignOwn: 'attentionLens.alignOwn',
  showHistory: 'attentionLens.showHistory',
  clearHistory: 'attentionLens.clearHistory',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

export const views = { panel: 'attentionLens.panel' } as const;

/** The type of the editor tab that the panel can be opened in. */
export const panelEditor = 'attentionLens.panelEditor';

export const viewContainers = { panel: 'attentionLens' } as const;

export const submenus = { editorContext: 'attentionLens.editorContext' } as const;

/** The section of all settings, and their names in it. */
export const section = 'attentionLens';
export const settings = {
  model: 'model',
  beam: 'beam',
  hover: 'hover',
  hoverInclude: 'hoverLanguages.include',
  hoverExclude: 'hoverLanguages.exclude',
  glossary: 'glossary',
  backend: 'backend',
  timeout: 'timeout',
  history: 'history',
  historyLimit: 'historyLimit',
} as const;

/** Context keys that this extension sets. */
export const contextKeys = {
  /** A translation that a command asked for, or a comparison, is under way. */
  busy: 'attentionLens.busy',
  /** The active document has translations whose originals are remembered. */
  hasOriginal: 'attentionLens.hasOriginal',
} as const;

/** Keys of the extension's global state. */
export const stateKeys = {
  backendMeasure: 'backendMeasure',
  /** Ids of the models that were compared last. */
  comparedModels: 'comparedModels',
} as const;
