import type { Stage } from '../../exercises/stage.js'
import type { IncidentReport } from '../../src/report/incident-report.js'
import type { IncidentView } from './incident-view.js'

/** A stage that people can play on: they look at incidents, and its reports outlive the run. */
export interface PlayStage extends Stage {
  /** Of every incident, in the order in which they were opened, as of now. */
  reports(): Promise<readonly IncidentReport[]>
  /** null: there is no such incident. May be asked at any time, also while time goes on; it changes nothing. */
  incidentView(incident: string): Promise<IncidentView | null>
}
