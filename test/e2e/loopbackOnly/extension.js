// Refuses whatever would leave this machine, and notes it. The server preloads it; the extension host, which takes no
// preloads, runs it as its first extension.
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const connect = net.Socket.prototype.connect;

/** The host of any form of net.connect's arguments; none for pipes and Unix sockets. */
function hostOf([first, second]) {
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null) return options.path ? undefined : (options.host ?? 'localhost');
  return typeof options === 'number' ? (typeof second === 'string' ? second : 'localhost') : undefined;
}

const isLoopback = (host) => host === undefined || /^(localhost|127\.|::1$|\[::1\]$)/.test(host);

net.Socket.prototype.connect = function (...args) {
  const host = hostOf(args);
  if (isLoopback(host)) return connect.apply(this, args);
  if (process.env.LOOPBACK_ONLY_LOG) appendFileSync(process.env.LOOPBACK_ONLY_LOG, `${host}\n`);
  process.nextTick(() => this.destroy(Object.assign(new Error(`no network: ${host}`), { code: 'ENETUNREACH' })));
  return this;
};

exports.activate = () => {
  if (process.env.LOOPBACK_ONLY_LOG) appendFileSync(process.env.LOOPBACK_ONLY_LOG, '# extension host\n');
};
