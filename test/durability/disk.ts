/**
 * What a disk may hold after a loss of power. Synced bytes are there; of bytes written since, any part may be, or zeros or garbage in their
 * place. Names in a folder and lengths of files reach the disk in the order in which they were changed, as file systems with a journal have
 * it: syncing a file brings its own name and length there, and so all changes of names before.
 */
import type { Random } from '../store/random.ts';
import type { Operation } from './trace.ts';

class DiskFile {
  data: Uint8Array = new Uint8Array(1 << 16);
  length = 0;
  synced = 0;
  /** How many changes of names had been made when this one's name or length was changed last. */
  names = 0;

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.data.length) {
      const larger = new Uint8Array(Math.max(this.data.length * 2, this.length + bytes.length));
      larger.set(this.data.subarray(0, this.length));
      this.data = larger;
    }
    this.data.set(bytes, this.length);
    this.length += bytes.length;
  }
}

type Names = ReadonlyMap<string, DiskFile>;

export class Disk {
  /** Names that are surely on disk, then after each change since. */
  private states: Names[] = [new Map()];
  private changes = 0;
  answered = 0;

  apply(o: Operation): void {
    const now = this.states.at(-1)!;
    switch (o.kind) {
      case 'create': {
        const file = new DiskFile();
        this.change(new Map([...now, [o.name, file]]));
        file.names = this.changes;
        return;
      }
      case 'append': {
        const file = now.get(o.name)!;
        file.append(o.data);
        file.names = this.changes;
        return;
      }
      case 'sync': {
        // Synced and deleted at the same time by two threads: then it does not matter.
        const file = now.get(o.name);
        if (file === undefined) return;
        file.synced = Math.max(file.synced, o.length);
        this.namesDurable(file.names);
        return;
      }
      case 'sync folder':
        this.namesDurable(this.changes);
        return;
      case 'rename': {
        const next = new Map(now);
        next.set(o.to, next.get(o.name)!);
        next.delete(o.name);
        this.change(next);
        return;
      }
      case 'unlink': {
        const next = new Map(now);
        next.delete(o.name);
        this.change(next);
        return;
      }
      case 'answered':
        this.answered = o.height;
    }
  }

  private change(next: Names): void {
    this.states.push(next);
    this.changes++;
  }

  /** The first `count` changes of names are on disk. */
  private namesDurable(count: number): void {
    const first = this.changes - (this.states.length - 1);
    if (count > first) this.states.splice(0, count - first);
  }

  /** One of the possible contents after a loss of power now. */
  image(random: Random): Map<string, Uint8Array> {
    // Mostly the names are as they were: the loss of a whole file hides what became of its bytes.
    const names = random.below(4) > 0 ? this.states.at(-1)! : this.states[random.below(this.states.length)]!;
    return new Map([...names].map(([name, file]) => [name, survivor(file, random)]));
  }

  /** Bytes that a loss of power may take now. */
  get atRisk(): number {
    let n = 0;
    for (const file of this.states.at(-1)!.values()) n += file.length - file.synced;
    return n;
  }
}

const SECTOR = 512;

function survivor({ data, length, synced }: DiskFile, random: Random): Uint8Array {
  const bytes = data.slice(0, length);
  if (length === synced) return bytes;
  const cut = synced + random.below(length - synced + 1);
  const spoil = (from: number, to: number, garbage: boolean): void => {
    for (let i = from; i < to; i++) bytes[i] = garbage ? random.next() : 0;
  };
  switch (random.below(6)) {
    case 0:
      return bytes;
    case 1:
      return bytes.subarray(0, synced);
    case 2:
      return bytes.subarray(0, cut);
    case 3:
      spoil(cut, length, false);
      return bytes;
    case 4:
      spoil(cut, length, true);
      return bytes;
    default:
      // Sectors are written in any order.
      for (let at = synced; at < length; ) {
        const end = Math.min(length, at - (at % SECTOR) + SECTOR);
        if (random.below(3) === 0) spoil(at, end, random.below(2) === 0);
        at = end;
      }
      return bytes;
  }
}
