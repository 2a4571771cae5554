/** Genesis documents: defaults, and what is refused and how (genesis.jsonl.gz). */
import { crisisDefaultGenesis, validateCrisisGenesis } from '../../../src/x/crisis/genesis.ts';
import { Documents, modulesAlone } from '../app.ts';
import type { Topic } from '../lib.ts';

const { modules } = modulesAlone();
const documents = new Documents();

function validate(module: string, text: string): string {
  if (module === 'crisis') validateCrisisGenesis(text);
  else modules.modules.get(module)?.validateGenesis?.(text);
  return 'ok';
}

const topic: Topic = {
  default(module: string) {
    const text = module === 'crisis' ? crisisDefaultGenesis() : (modules.modules.get(module)?.defaultGenesis?.() ?? '');
    return { text, value: text === '' ? null : JSON.parse(text) };
  },
  validate({ module, from, genesis, patch, mutation, removed }) {
    return validate(module, documents.changed(`${module} ${from}`, genesis, patch, mutation, removed === true));
  },
  validateText: ({ module, text }) => validate(module, text),
};
export default topic;
