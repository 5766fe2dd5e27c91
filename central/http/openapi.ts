import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { centralContract } from '#core/sync/protocol.ts';
import { programVersion } from '#central/http/version.ts';

/** Returns the OpenAPI document of the contract between workstation and centre. */
export function openApiDocument(): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(centralContract, {
    info: { title: 'Zhike central', version: programVersion },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Device or administration token.' },
      },
    },
    security: [{ bearer: [] }],
  });
}
