/** Pipelines and stages by name or id, and the day format of the opportunity search. */
import { RuntimeError } from '@botpress/sdk'
import { unwrap } from '../../ghl/answer'
import type { Ghl } from '../../ghl/client'
import { path } from '../../ghl/path'
import { checkedMoment } from '../../schemas/dates'
import { findKind, listKind } from './names'

/** The day of a moment as mm-dd-yyyy, which only the opportunity search wants. Throws RuntimeError naming the field. */
export function toUsDay(moment: string | undefined, field: string): string | undefined {
  const [year, month, day] = checkedMoment(moment, field)?.slice(0, 10).split('-') ?? []
  if (moment === undefined) return undefined
  return `${month}-${day}-${year}`
}

type Target = { opportunityId: string; pipeline?: string | undefined; stage?: string | undefined }

/**
 * Pipeline and stage to move an opportunity to; GoHighLevel wants both together. A stage alone is looked for in the
 * pipeline that the opportunity is in.
 */
export async function findStage(
  ghl: Ghl,
  { opportunityId, pipeline, stage }: Target
): Promise<{ pipelineId: string; pipelineStageId: string }> {
  if (!pipeline && !stage) throw new RuntimeError('Give stage or pipeline. Nothing was changed in GoHighLevel.')
  const pipelineId = pipeline
    ? (await findKind(ghl, 'pipeline', pipeline, 'pipeline')).id
    : String(unwrap(await ghl.get(path`/opportunities/${opportunityId}`), 'opportunity').pipelineId)
  const [first] = stage
    ? [await findKind(ghl, 'stage', stage, 'stage', pipelineId)]
    : await listKind(ghl, 'stage', pipelineId)
  if (!first) throw new RuntimeError('pipeline: it has no stages. Nothing was changed in GoHighLevel.')
  return { pipelineId, pipelineStageId: first.id }
}
