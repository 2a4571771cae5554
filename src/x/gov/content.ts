import type { Context } from '../../core/context.ts';
import { GoPanic, InternalError } from '../../core/errors.ts';
import { textLength, trimSpace } from '../../core/go-text.ts';
import type { MessageType } from '../../wire/runtime.ts';
import { ErrInvalidProposalContent } from './errors.ts';

const MAX_TITLE_LENGTH = 140;
const MAX_DESCRIPTION_LENGTH = 10_000;

/** What every legacy content has. */
export interface LegacyContent {
  readonly title: string;
  readonly description: string;
}

/** One kind of legacy content: what proposals were made of before they held messages. */
export interface ContentKind<T extends LegacyContent> {
  readonly type: MessageType<T>;
  /** Names the handler. */
  readonly route: string;
  /** Text of the proposal's type, such as `ParameterChange`. */
  readonly proposalType: string;
  /** Its proposal type is not registered any more: none can be submitted. */
  readonly refused?: true;
  /** Stateless checks. Throw GoError. */
  validateBasic(content: T): void;
}

/** A content with its kind, as handlers and checks take it. */
export interface Content {
  readonly kind: ContentKind<LegacyContent>;
  readonly message: LegacyContent;
}

/** Executes a legacy content. */
export type ContentHandler = (ctx: Context, content: Content) => void;

/** The kinds of content, and who executes them. Routes are complete when the keeper is made. */
export class LegacyRouter {
  private readonly kinds = new Map<string, ContentKind<LegacyContent>>();
  private readonly handlers = new Map<string, ContentHandler>();

  addKind<T extends LegacyContent>(kind: ContentKind<T>): this {
    const url = `/${kind.type.typeName}`;
    if (this.kinds.has(url)) throw new InternalError(`content ${url} is registered twice`);
    this.kinds.set(url, kind as unknown as ContentKind<LegacyContent>);
    return this;
  }

  addRoute(route: string, handler: ContentHandler): this {
    if (this.handlers.has(route)) throw new InternalError(`route ${route} has already been initialized`);
    this.handlers.set(route, handler);
    return this;
  }

  kind(typeUrl: string): ContentKind<LegacyContent> {
    const kind = this.kinds.get(typeUrl);
    if (kind === undefined) throw new InternalError(`${typeUrl} is no known content`);
    return kind;
  }

  hasRoute(route: string): boolean {
    return this.handlers.has(route);
  }

  getRoute(route: string): ContentHandler {
    const handler = this.handlers.get(route);
    if (handler === undefined) throw new GoPanic(`route "${route}" does not exist`);
    return handler;
  }
}

/** The checks of title and description that all contents share. */
export function validateAbstract(c: LegacyContent): void {
  if (trimSpace(c.title) === '') throw ErrInvalidProposalContent.wrap('proposal title cannot be blank');
  if (textLength(c.title) > MAX_TITLE_LENGTH) {
    throw ErrInvalidProposalContent.wrap(`proposal title is longer than max length of ${MAX_TITLE_LENGTH}`);
  }
  if (c.description === '') throw ErrInvalidProposalContent.wrap('proposal description cannot be blank');
  if (textLength(c.description) > MAX_DESCRIPTION_LENGTH) {
    throw ErrInvalidProposalContent.wrap(`proposal description is longer than max length of ${MAX_DESCRIPTION_LENGTH}`);
  }
}
