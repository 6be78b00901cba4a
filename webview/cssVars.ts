import { noChange } from 'lit';
import { directive, Directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

type Properties = Record<string, string | number | undefined>;

/**
 * Sets style properties of an element through the CSSOM: the panel's Content-Security-Policy forbids style attributes,
 * and lit's own styleMap writes one on first render. Used on the element itself: `<div ${cssVars({'--w': 0.5})}>`.
 */
class CssVars extends Directive {
  private set = new Set<string>();

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('cssVars stands on an element');
  }

  override render(_properties: Properties): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Properties]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const name of this.set) if (properties[name] === undefined) style.removeProperty(name);
    this.set = new Set();
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined) continue;
      style.setProperty(name, String(value));
      this.set.add(name);
    }
    return noChange;
  }
}

export const cssVars = directive(CssVars);
