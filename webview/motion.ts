/** Whether the user wants as little motion as possible. */
export const motionReduced = (): boolean =>
  document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches;
