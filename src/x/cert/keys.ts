export const MODULE_NAME = 'cert';
export const STORE_KEY = MODULE_NAME;
