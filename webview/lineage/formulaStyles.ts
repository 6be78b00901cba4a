import { css } from 'lit';

/** Formulas on lines of their own, as `display` of maths.ts makes them; a page may set another size. */
export const formulaStyles = css`
  /* where no font for formulas is installed, scripts stand too close to the line */
  msub > :last-child {
    position: relative;
    top: 0.14em;
  }
  .formula {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 3px;
    padding: 4px 0 2px;
  }
  .formula .apart {
    margin-inline-start: 1.2em;
  }
  .formula math {
    font-size: var(--al-formula, 13.5px);
  }
`;
