import type { Pipeline } from './records'
import { seedIds } from './seed-ids'
import type { Store } from './store'

export function seedSales(store: Store): void {
  const { pipeline, stages, secondPipeline, secondStages, lostReason, secondLostReason } = seedIds
  addPipeline(store, pipeline, 'New business', [
    { id: stages[0], name: 'New lead' },
    { id: stages[1], name: 'Proposal sent' },
  ])
  addPipeline(store, secondPipeline, 'Renewals', [
    { id: secondStages[0], name: 'Renewal due' },
    { id: secondStages[1], name: 'Contract sent' },
  ])
  addLostReason(store, lostReason, 'Too expensive')
  addLostReason(store, secondLostReason, 'Chose a competitor')
}

function addPipeline(store: Store, id: string, name: string, named: { id: string; name: string }[]): void {
  const stages = named.map((stage, position) => ({ ...stage, position }))
  const pipeline: Pipeline = { id, locationId: seedIds.location, name, stages }
  store.pipelines.set(id, pipeline)
}

function addLostReason(store: Store, id: string, name: string): void {
  store.lostReasons.set(id, { id, locationId: seedIds.location, name })
}
