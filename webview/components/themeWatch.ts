/** Tells of changes of the theme: VS Code changes the class of the body and the variables of the document. */
export class ThemeWatch {
  private readonly observer: MutationObserver;

  constructor(changed: () => void) {
    this.observer = new MutationObserver(changed);
  }

  start(): void {
    this.observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    this.observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  }

  stop(): void {
    this.observer.disconnect();
  }
}
