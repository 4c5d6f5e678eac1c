import type { Bridge } from '../bridge';
export const bridge = {} as Bridge;
