import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a recorded run: `name` itself, or the folder of that name in VECTORS_DIR or test/vectors. Exits with what to do when there is none. */
export function caseFolder(name: string): string {
  const roots = [process.env.VECTORS_DIR, join(import.meta.dirname, '../test/vectors')].filter((r) => r !== undefined);
  const folders = [name, ...roots.map((root) => join(root, name))];
  const found = folders.find((folder) => existsSync(join(folder, 'case.json')));
  if (found !== undefined) return found;
  console.error(
    `no recorded run ${name}: none of ${folders.join(', ')} has a case.json; VECTORS_DIR may name a folder of runs`,
  );
  process.exit(2);
}
