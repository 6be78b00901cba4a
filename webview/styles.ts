import { css } from 'lit';

/** The document's own style: the few values that every component takes its look from, all from the user's theme. */
export const documentStyles = css`
  body {
    margin: 0;
    padding: 0;
    color: var(--vscode-foreground);
    font: var(--vscode-font-weight, normal) var(--vscode-font-size, 13px) / 1.5 var(--vscode-font-family, sans-serif);
    --al-accent: var(--vscode-charts-blue, var(--vscode-textLink-foreground));
    /* what is below 0, beside the accent of what is above */
    --al-below: var(--vscode-charts-orange, var(--vscode-editorWarning-foreground));
    --al-paper: var(--vscode-sideBar-background, var(--vscode-editor-background));
    --al-muted: color-mix(in srgb, var(--vscode-foreground) 80%, var(--al-paper));
    --al-line: color-mix(in srgb, var(--vscode-foreground) 13%, transparent);
    --al-hair: var(--al-line);
    --al-focus: var(--vscode-focusBorder);
    --al-tint: 42%;
    --al-fill: 1;
    --al-motion: 140ms;
  }
  body.vscode-high-contrast {
    --al-accent: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder));
    --al-below: var(--vscode-foreground);
    --al-line: var(--vscode-contrastBorder, var(--vscode-foreground));
    --al-hair: color-mix(in srgb, var(--vscode-foreground) 40%, transparent);
    --al-muted: var(--vscode-foreground);
    --al-tint: 0%;
    --al-fill: 0;
    /* VS Code has none there, and the toolkit's own grey would outdo the first button */
    --vscode-button-secondaryBackground: var(--al-paper);
  }
  body.vscode-reduce-motion {
    --al-motion: 0ms;
  }
  @media (prefers-reduced-motion: reduce) {
    body {
      --al-motion: 0ms;
    }
  }
`;

/** What all components share. */
export const sharedStyles = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button {
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: inherit;
    cursor: pointer;
  }
  :focus-visible {
    outline: 1px solid var(--al-focus);
    outline-offset: 1px;
  }
  p {
    margin: 0;
  }
  .icon {
    display: inline-flex;
    flex: none;
    width: 16px;
    height: 16px;
  }
  .icon svg {
    width: 100%;
    height: 100%;
  }
  .together {
    white-space: nowrap;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
