export const MODULE_NAME = 'audit';
export const STORE_KEY = MODULE_NAME;
