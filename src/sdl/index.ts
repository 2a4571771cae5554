export { type ManifestGroup, manifestJson } from './manifest.ts';
export { readSdl, type Sdl } from './sdl.ts';
