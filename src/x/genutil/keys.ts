export const MODULE_NAME = 'genutil';
