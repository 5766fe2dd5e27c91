import { z } from 'zod';

/** A relationship manager of the branch, published by the centre. */
export const managerFields = z.object({
  name: z.string().min(1).max(60),
  branchName: z.string().max(120),
  isActive: z.boolean(),
});
