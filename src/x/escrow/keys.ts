export const MODULE_NAME = 'escrow';
export const STORE_KEY = MODULE_NAME;
