/** Extension numbers of the options that this code reads. */

export const GOGO_ENUM_CUSTOMNAME = 62023;
export const GOGO_UNRECOGNIZED = 64026;
export const GOGO_NULLABLE = 65001;
export const GOGO_EMBED = 65002;
export const GOGO_CUSTOMTYPE = 65003;
export const GOGO_CUSTOMNAME = 65004;
export const GOGO_JSONTAG = 65005;
export const GOGO_CASTTYPE = 65007;
export const GOGO_STDTIME = 65010;
export const GOGO_STDDURATION = 65011;
export const GOGO_CASTREPEATED = 65013;

/** cosmos.msg.v1.signer and cosmos.msg.v1.service. */
export const MSG_SIGNER = 11110000;
export const MSG_SERVICE = 11110000;

export const AMINO_NAME = 11110001;
export const AMINO_MESSAGE_ENCODING = 11110002;
export const AMINO_ENCODING = 11110003;
export const AMINO_FIELD_NAME = 11110004;
export const AMINO_DONT_OMITEMPTY = 11110005;
export const AMINO_ONEOF_NAME = 11110006;

export const ACCEPTS_INTERFACE = 93001;
export const SCALAR = 93002;

export const HTTP_RULE = 72295728;

/** FieldOptions.packed. */
export const FIELD_PACKED = 2;
/** FileOptions.go_package. */
export const FILE_GO_PACKAGE = 11;
