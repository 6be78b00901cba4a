/** Takes the place of the library's loading of models over HTTP in the bundles: there is none. */

const none = (): never => {
  throw new Error('models are not loaded over the network');
};

export const http = none;
export const browserHTTPRequest = none;
export const isHTTPScheme = (url: string): boolean => /^https?:/.test(url);
