import { z } from 'zod';

/** Reusable field shapes of synced rows. Each is JSON on the wire and one SQLite column at rest. */
export const idField = z.string().min(1).max(64);
export const instantField = z.int();
export const fenField = z.int();
export const dayField = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write the day as YYYY-MM-DD');
export const textField = z.string().max(4000);
export const levelField = z.enum(['C1', 'C2', 'C3', 'C4', 'C5']);
export const ratingField = z.enum(['R1', 'R2', 'R3', 'R4', 'R5']);
export const tierField = z.enum(['MASS', 'POTENTIAL', 'VIP', 'PRIVATE']);
export const channelField = z.enum(['PHONE', 'SMS', 'WECHAT', 'SALON', 'EMAIL']);
/** By which right a person's data is held (PIPL 13). */
export const lawfulBasisField = z.enum(['CONSENT', 'CONTRACT', 'LEGAL_DUTY']);
export const purposeField = z.enum(['MARKETING', 'SERVICE']);
