import type { PanelToHost } from '../src/shared/panelProtocol';

interface VsCodeApi {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The API may be acquired once in the life of a document, so it is acquired here alone. */
const api = acquireVsCodeApi();

export const postToHost = (message: PanelToHost): void => api.postMessage(message);
export const getSavedState = (): unknown => api.getState();
export const saveState = (state: unknown): void => api.setState(state);
