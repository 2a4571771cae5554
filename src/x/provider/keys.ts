export const MODULE_NAME = 'provider';
export const STORE_KEY = MODULE_NAME;
