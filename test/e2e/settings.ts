/** The user's settings in all tests here: nothing that moves by itself, asks the network or gets in the way. */
export const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.fontSize': 15,
  'editor.minimap.enabled': false,
  'editor.renderWhitespace': 'none',
  'files.autoSave': 'off',
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};
