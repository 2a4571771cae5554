import type { Context } from '../../core/context.ts';
import { GoError, InternalError } from '../../core/errors.ts';
import type { Msg } from '../../core/module.ts';
import { GenericAuthorization } from '../../wire/gen/cosmos/authz/v1beta1/authz.ts';
import type { MessageType } from '../../wire/runtime.ts';

/** An authorization with its type URL, decoded. */
export type Authorization = Msg;

/** What comes of judging a message. */
export interface AcceptResponse<T extends object> {
  readonly accept: boolean;
  /** The authorization is used up. */
  readonly delete: boolean;
  /** What is left of it, when that changed. */
  readonly updated?: T | undefined;
}

/** One kind of authorization: each module brings its own. */
export interface AuthorizationType<T extends object> {
  readonly type: MessageType<T>;
  /** Type URL of the messages that it is for. */
  msgTypeUrl(authorization: T): string;
  /** Throws GoError when it is not acceptable. */
  validateBasic(authorization: T): void;
  /** Judges a message of the granter. Throws the GoError that refuses it. */
  accept(ctx: Context, authorization: T, msg: Msg): AcceptResponse<T>;
}

/** Any kind, its message type hidden. */
export interface AnyAuthorizationType {
  readonly type: MessageType<object>;
  msgTypeUrl(authorization: object): string;
  validateBasic(authorization: object): void;
  accept(ctx: Context, authorization: object, msg: Msg): AcceptResponse<object>;
}

/** Hides the message type of a kind. */
export function authorizationType<T extends object>(kind: AuthorizationType<T>): AnyAuthorizationType {
  return kind as unknown as AnyAuthorizationType;
}

/** Allows every message of one type. */
export const genericAuthorization: AuthorizationType<GenericAuthorization> = {
  type: GenericAuthorization,
  msgTypeUrl: (a) => a.msg,
  validateBasic(a) {
    if (a.msg === '') throw new GoError('msg type cannot be empty');
  },
  accept: () => ({ accept: true, delete: false }),
};

/** The kinds of authorizations of the application, by type URL. */
export class AuthorizationTypes {
  private readonly byUrl = new Map<string, AnyAuthorizationType>();

  constructor(kinds: readonly AnyAuthorizationType[]) {
    for (const kind of kinds) {
      const url = `/${kind.type.typeName}`;
      if (this.byUrl.has(url)) throw new InternalError(`authorization ${url} is registered twice`);
      this.byUrl.set(url, kind);
    }
  }

  of(authorization: Authorization): AnyAuthorizationType {
    const kind = this.byUrl.get(authorization.typeUrl);
    if (kind === undefined) throw new InternalError(`authorization ${authorization.typeUrl} is not built`);
    return kind;
  }
}
