import { spawn, spawnSync, type SpawnOptions } from 'node:child_process';

/** Runs a command to its end, its output shown. @throws Error where it fails */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<void> {
  const code = await exitCode(command, args, options);
  if (code !== 0) throw new Error(`"${command} ${args.join(' ')}" ended with code ${code}`);
}

/** Runs a command to its end, its output shown. A command that cannot be started has exit code 127. */
export async function exitCode(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [program], { stdio: 'ignore' }).status === 0;
}
